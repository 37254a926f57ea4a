using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Model;
using Microsoft.Extensions.FileSystemGlobbing;

namespace ArtifactBuild.Builds.Requests;

/// <summary>Chooses entries by globs and by prefix.</summary>
internal static class EntryFilter
{
    public static IReadOnlyList<ManifestEntry> Apply(Manifest manifest, string? files, string? pathPrefix)
    {
        IEnumerable<ManifestEntry> entries = manifest.Entries;
        if (pathPrefix is not null)
            entries = entries.Where(entry => entry.Path.StartsWith(pathPrefix, StringComparison.Ordinal));
        if (files is not null)
        {
            var matcher = new Matcher(StringComparison.Ordinal);
            foreach (string glob in ListText.Read(files))
            {
                if (glob[0] == '!')
                    matcher.AddExclude(glob[1..]);
                else
                    matcher.AddInclude(glob);
            }

            ManifestEntry[] candidates = [.. entries];
            var matched = matcher.Match(candidates.Select(entry => entry.Path)).Files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
            entries = candidates.Where(entry => matched.Contains(entry.Path));
        }

        return [.. entries];
    }
}
