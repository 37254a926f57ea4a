using System.IO.Compression;

namespace Iris.Training;

/// <summary>Rewrites a zip so that its bytes follow from its content alone.</summary>
/// <remarks>
/// ML.NET stamps every entry of a model with the time of saving. The same model saved twice would then have two
/// hashes, and so count as two versions. Entries also get one order, and are stored rather than compressed: another
/// build of zlib may compress the same bytes differently.
/// </remarks>
internal static class RepeatableZip
{
    // The first moment a zip can express. Zip times have no zone, so the offset is never written.
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The bytes of the rewritten zip.</summary>
    public static byte[] Rewrite(Stream zip)
    {
        using var source = new ZipArchive(zip, ZipArchiveMode.Read, leaveOpen: true);
        using var rewritten = new MemoryStream();
        using (var target = new ZipArchive(rewritten, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (ZipArchiveEntry entry in source.Entries.OrderBy(entry => entry.FullName, StringComparer.Ordinal))
            {
                ZipArchiveEntry copy = target.CreateEntry(entry.FullName, CompressionLevel.NoCompression);
                copy.LastWriteTime = Epoch;
                copy.ExternalAttributes = 0;
                using Stream from = entry.Open();
                using Stream to = copy.Open();
                from.CopyTo(to);
            }
        }

        return rewritten.ToArray();
    }
}
