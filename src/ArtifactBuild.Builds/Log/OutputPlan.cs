using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;

namespace ArtifactBuild.Builds.Log;

/// <summary>
/// Reads all items of one log before anything is logged: which output each URI belongs to, and what is wrong. An output with a wrong
/// URI is not logged. When a URI belongs to no output, nothing is logged at all, since some version would lack it.
/// </summary>
internal sealed class OutputPlan
{
    private readonly List<ArtifactException>[] _errors;
    private readonly List<ArtifactException> _orphans = [];

    private OutputPlan(int outputs)
    {
        Outputs = new ArtifactOutputItem?[outputs];
        _errors = new List<ArtifactException>[outputs];
        for (int i = 0; i < outputs; i++)
            _errors[i] = [];
    }

    /// <summary>The outputs, in the order of their items; nothing for those that can't be understood.</summary>
    public ArtifactOutputItem?[] Outputs { get; }

    /// <summary>What is wrong and belongs to no output.</summary>
    public IReadOnlyList<ArtifactException> Errors => _orphans;

    /// <summary>What is wrong with an output.</summary>
    public IReadOnlyList<ArtifactException> ErrorsOf(int output) => _errors[output];

    public static OutputPlan Read(BuildSettings settings, IReadOnlyList<OutputItem> outputs, IReadOnlyList<OutputItem> uris)
    {
        var plan = new OutputPlan(outputs.Count);
        for (int i = 0; i < outputs.Count; i++)
            Try(outputs[i], plan._errors[i], () => plan.Outputs[i] = ArtifactOutputItem.Read(outputs[i], settings));
        foreach (OutputItem uri in uris)
            Try(uri, plan._orphans, () => plan.Add(uri, settings, outputs));
        for (int i = 0; i < outputs.Count; i++)
        {
            Try(outputs[i], plan._errors[i], () =>
            {
                // When one of its URIs is wrong, that error is enough: “has no content” would only mislead.
                if (plan._errors[i].Count == 0)
                    plan.Outputs[i]?.EnsureHasContent();
                plan.EnsureOnlyOne(i);
            });
        }

        return plan;
    }

    private static void Try(OutputItem item, List<ArtifactException> errors, Action read)
    {
        try
        {
            read();
        }
        catch (ArtifactException e)
        {
            errors.Add(item.Locate(e));
        }
    }

    private void Add(OutputItem item, BuildSettings settings, IReadOnlyList<OutputItem> outputs)
    {
        string artifact = item.Text("Artifact") ?? throw Orphan("has no Artifact");
        var name = ArtifactName.Parse(artifact, settings.Entity, settings.Project);
        bool found = false;
        for (int i = 0; i < Outputs.Length; i++)
        {
            // An output with a wrong metadata has no parsed name, so the texts of the two items are compared.
            if (Outputs[i]?.Name == name || (Outputs[i] is null && outputs[i].Include == artifact))
            {
                found = true;
                int output = i;
                Try(item, _errors[i], () => Append(output, OutputUri.Read(item)));
            }
        }

        if (!found)
            throw Orphan($"belongs to “{name}”, and there is no ArtifactOutput of that name");
    }

    private void Append(int output, OutputUri uri)
    {
        if (Outputs[output] is ArtifactOutputItem declared)
            Outputs[output] = declared with { Uris = [.. declared.Uris, uri] };
    }

    private void EnsureOnlyOne(int output)
    {
        if (Outputs[output] is ArtifactOutputItem one
            && Outputs.Count(other => other is not null && other.Name == one.Name && other.Registry == one.Registry) > 1)
        {
            throw new ArtifactException(
                ArtifactCodes.DuplicateOutput,
                $"The project has more than one ArtifactOutput “{one.Name}”, and which one would be the newest version is left to chance. Make one of them, with all that belongs together, or give the other another name; none of them was logged.");
        }
    }

    // The message leaves the URI out, because it may contain a key.
    private static ArtifactException Orphan(string reason) => new(
        ArtifactCodes.UriWithoutOutput,
        $"An ArtifactOutputUri {reason}. Give the name of the output in Artifact, as the ArtifactOutput has it. Nothing was logged, since a version would lack what the URI stands for.");
}
