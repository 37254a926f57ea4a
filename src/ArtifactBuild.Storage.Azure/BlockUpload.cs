using System.Buffers.Binary;
using ArtifactBuild.Content;
using ArtifactBuild.Storage.Azure.Blobs;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.Storage.Azure;

/// <summary>An upload in blocks. A name that has only blocks has no blob, in no answer of the service.</summary>
/// <param name="container">The container.</param>
/// <param name="name">The blob to be.</param>
/// <param name="content">The bytes.</param>
/// <param name="partSize">The size of each block but the last.</param>
internal sealed class BlockUpload(BlobContainer container, string name, UploadSource content, long partSize) : PartUpload
{
    // All writers of a name share one set of blocks, and the ids of a blob are of one length: so each writer has ids of its own.
    private readonly Guid _writer = Guid.NewGuid();

    public override long PartSize => partSize;

    public override bool InParallel => true;

    public override Task SendAsync(int number, ByteRange range, IdleWatch watch) =>
        container.StageAsync(name, IdOf(number), content, range, watch);

    public override Task<ObjectInfo?> CompleteAsync(PutCondition condition, CancellationToken cancellationToken)
    {
        int count = (int)((content.Length + partSize - 1) / partSize);
        return container.CommitAsync(name, [.. Enumerable.Range(0, count).Select(IdOf)], content, condition, cancellationToken);
    }

    // The service has no request for it. It drops blocks that nobody commits within a week, or when the blob is written.
    public override Task AbortAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private string IdOf(int number)
    {
        Span<byte> id = stackalloc byte[20];
        _writer.TryWriteBytes(id);
        BinaryPrimitives.WriteInt32BigEndian(id[16..], number);
        return Convert.ToBase64String(id);
    }
}
