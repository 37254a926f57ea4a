using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Builds.Settings;

/// <summary>Notes on a failure which reference it is about, so that whoever shows it can point at the item.</summary>
internal static class FailureMark
{
    private const string Key = "ArtifactBuild.Reference";

    /// <summary>Which of the build's references a failure is about, counted from 0.</summary>
    /// <param name="failure">The failure.</param>
    /// <returns>Its place; <see langword="null"/> when it is about none, or not known.</returns>
    public static int? ReferenceOf(ArtifactException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure.Data[Key] as int?;
    }

    /// <summary>Runs work on a reference.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="reference">Which of the build's references it is about, counted from 0.</param>
    /// <param name="work">The work.</param>
    /// <returns>What the work gives.</returns>
    public static T Run<T>(int reference, Func<T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            return work();
        }
        catch (ArtifactException e) when (Note(e, reference))
        {
            throw;
        }
    }

    /// <summary>Runs work on a reference.</summary>
    internal static async Task<T> RunAsync<T>(int reference, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (ArtifactException e) when (Note(e, reference))
        {
            throw;
        }
    }

    /// <summary>Marks a failure that is about to be thrown.</summary>
    internal static ArtifactException With(int reference, ArtifactException failure)
    {
        failure.Data[Key] = reference;
        return failure;
    }

    // False, so that the failure goes its way as if nobody had looked.
    private static bool Note(ArtifactException e, int reference)
    {
        e.Data[Key] = reference;
        return false;
    }
}
