namespace ArtifactBuild.Diagnostics;

/// <summary>
/// What the operating system refuses a user of a disk: a file that is missing, in use or not permitted, a full disk, a share that is gone.
/// </summary>
internal static class DiskFailure
{
    /// <summary>Whether an exception is such a failure, which the user can mend, rather than a defect.</summary>
    public static bool Is(Exception e) => e is IOException or UnauthorizedAccessException;

    /// <summary>Does work on a disk, and says in the words of the caller what failed.</summary>
    /// <param name="work">The work.</param>
    /// <param name="explain">Makes the failure with its code and its advice.</param>
    /// <exception cref="ArtifactException">The disk failed: what <paramref name="explain"/> made.</exception>
    public static void Explain(Action work, Func<Exception, ArtifactException> explain) => Explain<object?>(
        () =>
        {
            work();
            return null;
        },
        explain);

    /// <inheritdoc cref="Explain(Action, Func{Exception, ArtifactException})"/>
    /// <returns>The result of the work.</returns>
    public static T Explain<T>(Func<T> work, Func<Exception, ArtifactException> explain)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (Is(e))
        {
            throw explain(e);
        }
    }

    /// <inheritdoc cref="Explain{T}"/>
    public static async Task<T> ExplainAsync<T>(Func<Task<T>> work, Func<Exception, ArtifactException> explain)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception e) when (Is(e))
        {
            throw explain(e);
        }
    }
}
