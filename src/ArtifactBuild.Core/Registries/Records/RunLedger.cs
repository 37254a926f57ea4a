using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Runs;
using ArtifactBuild.Storage;

namespace ArtifactBuild.Registries.Records;

/// <summary>Keeps the runs of a registry, and which versions they logged and used.</summary>
/// <param name="context">The registry.</param>
internal sealed class RunLedger(RegistryContext context)
{
    /// <summary>Stores a run, or that it is still going on.</summary>
    public Task RecordAsync(Run run, CancellationToken cancellationToken) => context.EditAsync(
        KeyOf(run),
        RegistryJson.Instance.Run,
        present => (present ?? run) with { EndedAt = context.Clock.GetUtcNow() },
        cancellationToken);

    /// <summary>Says that a run used a version; saying it again changes nothing.</summary>
    public async Task RecordUseAsync(Run run, VersionEntry entry, string usedAs, CancellationToken cancellationToken)
    {
        await RecordAsync(run, cancellationToken).ConfigureAwait(false);
        await NoteUseAsync(run, entry, usedAs, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says that a run which is stored already used a version.</summary>
    public Task NoteUseAsync(Run run, VersionEntry entry, string usedAs, CancellationToken cancellationToken) =>
        context.WriteAsync(
            RegistryLayout.UsedBy(entry.Id, run.Id),
            new UsageRecord { Run = ReferenceTo(run), UsedAs = usedAs },
            RegistryJson.Instance.UsageRecord,
            PutCondition.IfAbsent,
            cancellationToken);

    /// <summary>The run that a version's entry names.</summary>
    public static string ReferenceTo(Run run) => $"{run.Entity}/{run.Project}/{run.Id}";

    public async Task<Run?> FindAsync(string reference, CancellationToken cancellationToken)
    {
        string[] parts = reference.Split('/');
        if (parts.Length != 3)
            throw RegistryJson.Malformed(reference, "a version names a run in an unknown form.");
        return (await context
            .ReadAsync(RegistryLayout.Run(parts[0], parts[1], parts[2]), RegistryJson.Instance.Run, cancellationToken)
            .ConfigureAwait(false))?.Value;
    }

    public async Task<IReadOnlyList<Run>> UsersAsync(VersionEntry entry, CancellationToken cancellationToken)
    {
        var runs = new List<Run>();
        await foreach (ObjectInfo info in context.Store.ListAsync(RegistryLayout.UsedBy(entry.Id), cancellationToken).ConfigureAwait(false))
        {
            (UsageRecord Value, string ETag)? usage = await context
                .ReadAsync(info.Key, RegistryJson.Instance.UsageRecord, cancellationToken).ConfigureAwait(false);
            if (usage is not null && await FindAsync(usage.Value.Value.Run, cancellationToken).ConfigureAwait(false) is Run run)
                runs.Add(run);
        }

        return [.. runs.OrderBy(run => run.StartedAt)];
    }

    private static string KeyOf(Run run)
    {
        // All of them become parts of a key.
        if (ArtifactName.Parse($"{run.Entity}/{run.Project}/run") != new ArtifactName(run.Entity, run.Project, "run"))
            throw new ArtifactException(ArtifactCodes.InvalidName, $"“{run.Entity}/{run.Project}” can't be the place of a run. Give an entity and a project.");
        bool valid = run.Id.Length is > 0 and <= 64 && run.Id.All(char.IsAsciiLetterOrDigit);
        return valid
            ? RegistryLayout.Run(run.Entity, run.Project, run.Id)
            : throw new ArtifactException(ArtifactCodes.InvalidArtifact, $"“{run.Id}” can't be the id of a run. Use up to 64 letters and digits.");
    }
}

/// <summary>Says that a run used a version.</summary>
internal sealed record UsageRecord
{
    /// <summary>The format of this object.</summary>
    public int Format { get; init; } = RegistryJson.Format;

    /// <summary>The run: entity, project and id.</summary>
    public required string Run { get; init; }

    /// <summary>The name by which it was used.</summary>
    public string? UsedAs { get; init; }
}
