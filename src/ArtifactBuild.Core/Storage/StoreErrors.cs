using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Storage;

/// <summary>Turns disk errors of the folder store into ART2010.</summary>
internal static class StoreErrors
{
    public static Task<T> Guard<T>(string address, string key, Func<Task<T>> work) => DiskFailure.ExplainAsync(work, e => new ArtifactException(
        ArtifactCodes.StoreAccess,
        $"The registry {address} could not be used at “{key}”: {e.Message} Check that the folder exists, that it may be written, and that the disk has space.",
        e));
}
