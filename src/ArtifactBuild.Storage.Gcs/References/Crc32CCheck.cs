using ArtifactBuild.References;
using ArtifactBuild.Storage.Gcs.Uploads;

namespace ArtifactBuild.Storage.Gcs.References;

/// <summary>The checksum that Cloud Storage keeps of every object, however it was written.</summary>
/// <param name="promised">The checksum as the API writes it.</param>
internal sealed class Crc32CCheck(string promised) : ContentCheck
{
    private Crc32C _actual;

    public override void Append(ReadOnlySpan<byte> bytes) => _actual.Append(bytes);

    public override bool Holds() => _actual.Text == promised;

    public override void Dispose()
    {
    }
}
