using ArtifactBuild.Storage;

namespace ArtifactBuild.Core.Tests.Fixtures;

/// <summary>A content whose stream is made by a test, and whose length may be a lie.</summary>
internal sealed class OpenedContent(long length, Func<Stream> open) : ObjectContent
{
    public override long Length => length;

    public override Stream Open(ByteRange range) => open();
}
