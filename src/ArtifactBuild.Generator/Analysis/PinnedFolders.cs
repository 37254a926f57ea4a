using System.Collections.Immutable;
using ArtifactBuild.Generator.Options;
using ArtifactBuild.Lockfiles;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ArtifactBuild.Generator.Analysis;

/// <summary>The folders of all artifacts of a project.</summary>
internal sealed class PinnedFolders(ImmutableArray<PinnedFolder> known, ImmutableArray<string> unknown)
{
    public bool IsEmpty => known.IsEmpty;

    /// <summary>Lists the folders.</summary>
    /// <param name="project">The lockfiles and the options.</param>
    /// <param name="parseOptions">How the project's code is read.</param>
    /// <param name="read">Reads a lockfile, or remembers what reading it gave.</param>
    /// <param name="cancellationToken">Cancels the reading of the lockfiles.</param>
    /// <returns>The folders, none when no lockfile can be read: that is the generator's to report.</returns>
    public static PinnedFolders Of(
        AnalyzerOptions project, ParseOptions parseOptions, Func<SourceText, LockfileReadResult?> read, CancellationToken cancellationToken)
    {
        AnalyzerConfigOptionsProvider options = project.AnalyzerConfigOptionsProvider;
        var lockfiles = ImmutableArray.CreateBuilder<LockfileInput>();
        foreach (AdditionalText file in project.AdditionalFiles)
            if (LockfileInput.IsLockfile(file, options) && file.GetText(cancellationToken) is { } text && read(text) is { } result)
                lockfiles.Add(new LockfileInput(file.Path, result));

        AccessorSettings settings = AccessorSettings.From(options.GlobalOptions);
        AccessorStyle style = AccessorStyle.From(settings, parseOptions);
        ImmutableArray<LockfileInput> all = lockfiles.ToImmutable();
        ImmutableArray<ReferencePlan> plans = ReferencePlanner.Plan(all, settings);
        return new PinnedFolders(
            // A reference without a folder of its own shares the output with everything else.
            [.. plans.Where(static plan => plan.TargetPath.Length > 0).Select(plan => new PinnedFolder(plan, style))],
            ReferencePlanner.FoldersOfUnknown(all, settings, plans));
    }

    /// <summary>Judges a path.</summary>
    /// <returns>Nothing when the path leads elsewhere, or when there is nothing to say about it.</returns>
    public PathFinding? Judge(string path)
    {
        PinnedFolder? nearest = null;
        foreach (PinnedFolder folder in known)
        {
            if (!path.StartsWith(folder.Path, StringComparison.OrdinalIgnoreCase))
                continue;

            string rest = path.Substring(folder.Path.Length);
            if (path.StartsWith(folder.Path, StringComparison.Ordinal) && folder.Has(rest))
                return folder.FindMember(rest) is { } member ? new PathFinding(member, null) : null;
            if (nearest is null || folder.Path.Length > nearest.Path.Length)
                nearest = folder;
        }

        return nearest is null || !OutputPath.IsPlain(path.Substring(nearest.Path.Length)) || unknown.Any(folder => path.StartsWith(folder, StringComparison.OrdinalIgnoreCase))
            ? null
            : new PathFinding(null, nearest);
    }
}

/// <summary>What there is to say about a path: it has an accessor, or an artifact lacks it.</summary>
internal readonly record struct PathFinding(string? Member, PinnedFolder? MissingIn);
