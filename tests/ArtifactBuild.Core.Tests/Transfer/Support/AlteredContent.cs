using ArtifactBuild.Content;
using ArtifactBuild.Model;
using ArtifactBuild.Storage;

namespace ArtifactBuild.Core.Tests.Transfer.Support;

/// <summary>A content whose streams are other ones.</summary>
internal sealed class AlteredContent(UploadSource inner, Func<Stream, Stream> alter) : UploadSource
{
    public override long Length => inner.Length;

    public override string? Md5 => inner.Md5;

    public override Stream Open(ByteRange range) => alter(inner.Open(range));

    public override Sha256Digest? Sha256Of(ByteRange range) => inner.Sha256Of(range);
}
