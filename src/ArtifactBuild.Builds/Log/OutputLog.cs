using System.Collections.Immutable;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;

namespace ArtifactBuild.Builds.Log;

/// <summary>Logs what a build made: several outputs at a time, each whole or not at all.</summary>
internal static class OutputLog
{
    /// <summary>Logs the outputs of a project. One that fails does not keep the others from being logged.</summary>
    /// <param name="settings">What the project says for all its items.</param>
    /// <param name="outputs">The <c>ArtifactOutput</c> items.</param>
    /// <param name="uris">The <c>ArtifactOutputUri</c> items.</param>
    /// <param name="cancellationToken">Cancels the logs that are under way. An output that was logged by then stays logged; none is logged in part.</param>
    /// <returns>What became of each; known failures are in it and are not thrown.</returns>
    public static async Task<OutputReport> RunAsync(
        BuildSettings settings, IReadOnlyList<OutputItem> outputs, IReadOnlyList<OutputItem> uris, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(uris);
        var plan = OutputPlan.Read(settings, outputs, uris);
        var results = new OutputResult[outputs.Count];
        for (int i = 0; i < results.Length; i++)
            results[i] = new OutputResult(outputs[i].Include) { Name = plan.Outputs[i]?.Name, Errors = [.. plan.ErrorsOf(i)] };
        if (plan.Errors.Count == 0)
        {
            // One pool: the outputs of a registry share its connections, and its limit of transfers.
            var registries = new RegistryPool(settings);
            await using var closing = registries.ConfigureAwait(false);
            var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
            await Parallel.ForAsync(0, results.Length, options, async (i, token) =>
            {
                if (plan.Outputs[i] is ArtifactOutputItem output && results[i].Errors.IsEmpty)
                    results[i] = await LogAsync(registries, settings, output, outputs[i], token).ConfigureAwait(false);
            }).ConfigureAwait(false);
        }

        return new OutputReport([.. results]) { Errors = [.. plan.Errors], Run = settings.Run };
    }

    /// <summary>Logs one output, whole or not at all.</summary>
    /// <param name="settings">What the caller says for all outputs.</param>
    /// <param name="output">The output.</param>
    /// <param name="cancellationToken">Cancels the log, in the state that <see cref="ArtifactRegistry.LogAsync"/> describes.</param>
    /// <returns>What became of it; known failures are in it and are not thrown.</returns>
    public static async Task<OutputReport> RunAsync(BuildSettings settings, ArtifactOutputItem output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(output);
        var registries = new RegistryPool(settings);
        await using var closing = registries.ConfigureAwait(false);
        var item = new OutputItem(output.Name.ToString(), _ => null);
        return new OutputReport([await LogAsync(registries, settings, output, item, cancellationToken).ConfigureAwait(false)]) { Run = settings.Run };
    }

    private static async Task<OutputResult> LogAsync(
        RegistryPool registries, BuildSettings settings, ArtifactOutputItem output, OutputItem item, CancellationToken cancellationToken)
    {
        var result = new OutputResult(item.Include) { Name = output.Name };
        try
        {
            ArtifactRegistry registry = registries.ForWriting(output.Registry);
            result = result with { Registry = registry.Address };
            foreach (OutputLink link in output.LinkTo)
                await link.EnsureFitsAsync(registry, output.Type, cancellationToken).ConfigureAwait(false);
            using Artifact draft = await DraftAsync(settings, output, cancellationToken).ConfigureAwait(false);
            LogResult logged = await registry
                .LogAsync(draft, output.Aliases, output.Tags, output.Name.Entity, output.Name.Project, cancellationToken).ConfigureAwait(false);
            result = result with { Logged = logged };
            return await LinkAsync(result, logged.Artifact, output.LinkTo, item, cancellationToken).ConfigureAwait(false);
        }
        catch (ArtifactException e)
        {
            return result with { Errors = [item.Locate(e)] };
        }
    }

    private static async Task<Artifact> DraftAsync(BuildSettings settings, ArtifactOutputItem output, CancellationToken cancellationToken)
    {
        var draft = new Artifact(output.Name.Collection, output.Type, settings.CacheDirectory) { Incremental = output.Incremental };
        try
        {
            draft.Description = output.Description;
            draft.Metadata = OutputMetadata.Read(output);
            draft.TimeToLive = output.TimeToLive;
            // The files are logged right away, so they are not copied first. A file that changes before its upload makes the log fail.
            const StoragePolicy Policy = StoragePolicy.Immutable;
            var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(output.Files.Count == 0 ? [] : OutputFiles.Match(output), options, async (file, token) =>
                await draft.AddFileAsync(file.LocalPath, file.Path, policy: Policy, cancellationToken: token).ConfigureAwait(false))
                .ConfigureAwait(false);
            foreach (string path in output.Paths)
            {
                if (Directory.Exists(path))
                    await draft.AddDirectoryAsync(path, policy: Policy, cancellationToken: cancellationToken).ConfigureAwait(false);
                else
                    await draft.AddFileAsync(path, policy: Policy, cancellationToken: cancellationToken).ConfigureAwait(false);
            }

            foreach (OutputUri uri in output.Uris)
                await draft.AddReferenceAsync(uri.Uri, uri.Name, uri.Checksum, uri.MaxObjects, cancellationToken).ConfigureAwait(false);
            return draft;
        }
        catch
        {
            draft.Dispose();
            throw;
        }
    }

    // The version exists already, so a link that fails is reported and the others are made. The next log of the same content tries again.
    private static async Task<OutputResult> LinkAsync(
        OutputResult result, Artifact version, ImmutableArray<OutputLink> links, OutputItem item, CancellationToken cancellationToken)
    {
        foreach (OutputLink link in links)
        {
            try
            {
                using Artifact member = await version.LinkAsync(link.Portfolio.CollectionName, link.Aliases, cancellationToken).ConfigureAwait(false);
                result = result with { Links = result.Links.Add(member.QualifiedName) };
            }
            catch (ArtifactException e)
            {
                var failure = new ArtifactException(e.Code, $"“{version.QualifiedName}” was logged but could not be linked into “{link.Portfolio}”: {e.Message} Log again to make the link.", e);
                result = result with { Errors = result.Errors.Add(item.Locate(failure)) };
            }
        }

        return result;
    }
}
