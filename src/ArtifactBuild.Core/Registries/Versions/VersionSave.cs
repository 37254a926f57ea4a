using System.Text.Json.Nodes;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Records;

namespace ArtifactBuild.Registries.Versions;

/// <summary>What somebody wants a logged version to look like.</summary>
internal sealed record VersionEdits(
    string? Description, JsonObject Metadata, IReadOnlyList<string> Tags, long? TimeToLive, IReadOnlyList<string> Aliases);

/// <summary>
/// Saves edits of a logged version: only what differs from the version as it was read is changed, so what somebody else changed
/// meanwhile stays.
/// </summary>
internal static class VersionSave
{
    /// <returns>The version as it is now.</returns>
    public static async Task<LoggedVersion> RunAsync(LoggedVersion read, VersionEdits edits, CancellationToken cancellationToken)
    {
        RegistryContext context = read.Registry;
        string[] added = [.. edits.Aliases.Except(read.Aliases, StringComparer.Ordinal)];
        string[] removed = [.. read.Aliases.Except(edits.Aliases, StringComparer.Ordinal)];
        // The head first: it knows whether the version was deleted.
        CollectionHead head = await context.EditAsync(
            RegistryLayout.Head(read.Name),
            RegistryJson.Instance.CollectionHead,
            present => present?.Find(read.Entry.Version) is VersionEntry entry
                ? present.WithoutAliases(entry, removed).WithAliases(entry, added)
                : throw Gone(read),
            cancellationToken).ConfigureAwait(false);
        VersionRecord record = await context.EditAsync(
            RegistryLayout.VersionRecord(read.Entry.Id),
            RegistryJson.Instance.VersionRecord,
            present => Apply(present ?? throw Gone(read), read, edits),
            cancellationToken).ConfigureAwait(false);
        return read with { Record = record, Aliases = [.. head.AliasesOf(read.Entry)] };
    }

    private static VersionRecord Apply(VersionRecord present, LoggedVersion version, VersionEdits edits)
    {
        VersionRecord read = version.Record;
        VersionRecord edited = present;
        if (edits.Description != read.Description)
            edited = edited with { Description = edits.Description };
        if (edits.TimeToLive != read.TimeToLive)
            edited = edited with { TimeToLive = edits.TimeToLive };
        if (!edits.Tags.SequenceEqual(read.Tags, StringComparer.Ordinal))
            edited = edited with { Tags = MergeTags(present.Tags, read.Tags, edits.Tags) };
        JsonObject metadata = MergeMetadata(present.Metadata, read.Metadata, edits.Metadata, out bool changed);
        if (changed)
        {
            MetadataRules.Ensure(metadata, version.Name.Collection);
            edited = edited with { Metadata = metadata };
        }

        return ReferenceEquals(edited, present) ? present : edited with { UpdatedAt = version.Registry.Clock.GetUtcNow() };
    }

    private static List<string> MergeTags(List<string> present, List<string> read, IReadOnlyList<string> wanted) =>
        [.. present.Where(tag => wanted.Contains(tag) || !read.Contains(tag)).Union(wanted.Except(read, StringComparer.Ordinal), StringComparer.Ordinal)];

    // Key by key at the top, so that two writers of different keys do not undo each other.
    private static JsonObject MergeMetadata(JsonObject? present, JsonObject? read, JsonObject wanted, out bool changed)
    {
        JsonObject before = read ?? [];
        JsonObject merged = present is null ? [] : (JsonObject)present.DeepClone();
        changed = false;
        foreach ((string key, JsonNode? value) in wanted)
        {
            if (!before.TryGetPropertyValue(key, out JsonNode? old) || !JsonNode.DeepEquals(old, value))
            {
                merged[key] = value?.DeepClone();
                changed = true;
            }
        }

        foreach ((string key, _) in before)
        {
            if (!wanted.ContainsKey(key))
                changed |= merged.Remove(key);
        }

        return merged;
    }

    private static ArtifactException Gone(LoggedVersion read) => new(
        ArtifactCodes.VersionNotFound,
        $"“{read.Name.CollectionName}:{read.Entry.Version}” was deleted meanwhile, so its edits can't be saved. Log the artifact again.");
}
