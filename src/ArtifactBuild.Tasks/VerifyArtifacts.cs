using System.Collections.Immutable;
using ArtifactBuild.Builds.Restore;
using ArtifactBuild.Diagnostics;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace ArtifactBuild.Tasks;

/// <summary>Compares what was built with the lockfile, byte for byte.</summary>
[MSBuildMultiThreadableTask]
public sealed class VerifyArtifacts : RestoreTask
{
    /// <summary>The absolute path of the output.</summary>
    [Required]
    public string OutputDirectory { get; set; } = "";

    /// <inheritdoc/>
    private protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        ImmutableArray<string> differences = await BuildOutputVerification
            .RunAsync(Request(), OutputDirectory, cancellationToken).ConfigureAwait(false);
        if (differences.IsEmpty)
        {
            Log.LogMessage(MessageImportance.High, $"The output holds exactly what {LockFile} pins.");
            return;
        }

        foreach (string difference in differences)
            LogError(new ArtifactException(ArtifactCodes.VerificationFailed, $"{difference}. Rebuild (dotnet build -t:Rebuild) to bring back what is pinned."));
    }
}
