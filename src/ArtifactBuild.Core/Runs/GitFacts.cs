using System.ComponentModel;
using System.Diagnostics;

namespace ArtifactBuild.Runs;

/// <summary>What git says about the sources; nothing where there is no git or no work tree.</summary>
internal readonly record struct GitFacts(string? Commit, bool? IsDirty, string? Branch)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task<GitFacts> ReadAsync(string directory, CancellationToken cancellationToken)
    {
        string? commit = await AskAsync(directory, cancellationToken, "rev-parse", "--verify", "HEAD").ConfigureAwait(false);
        if (commit is null)
            return default;
        string? changes = await AskAsync(directory, cancellationToken, "status", "--porcelain", "--untracked-files=no").ConfigureAwait(false);
        string? branch = await AskAsync(directory, cancellationToken, "symbolic-ref", "--short", "-q", "HEAD").ConfigureAwait(false);
        return new GitFacts(commit, changes is null ? null : changes.Length > 0, string.IsNullOrEmpty(branch) ? null : branch);
    }

    private static async Task<string?> AskAsync(string directory, CancellationToken cancellationToken, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        // A question must not take the index lock from a git command that the user runs meanwhile.
        start.Environment["GIT_OPTIONAL_LOCKS"] = "0";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        Process? git = null;
        try
        {
            git = Process.Start(start);
            if (git is null)
                return null;
            Task<string> output = git.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> errors = git.StandardError.ReadToEndAsync(limit.Token);
            await Task.WhenAll(output, errors).ConfigureAwait(false);
            await git.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return git.ExitCode == 0 ? (await output.ConfigureAwait(false)).Trim() : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            git?.Kill(entireProcessTree: true);
            return null;
        }
        catch (Exception e) when (e is Win32Exception or DirectoryNotFoundException)
        {
            // There is no git on this machine, or no such folder.
            return null;
        }
        finally
        {
            git?.Dispose();
        }
    }
}
