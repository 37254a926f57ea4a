using Google.Apis.Auth.OAuth2;

namespace ArtifactBuild.Storage.Gcs.Http;

/// <summary>What is looked at for the server and for credentials.</summary>
/// <param name="Variable">Gives an environment variable.</param>
/// <param name="IsMachineOfGoogle">Says whether the machine has an account of its own; may take its time.</param>
internal sealed record GcsEnvironment(Func<string, string?> Variable, Func<Task<bool>> IsMachineOfGoogle)
{
    /// <summary>The environment of this process, as it is at the moment.</summary>
    public static GcsEnvironment Process { get; } = new(Environment.GetEnvironmentVariable, ComputeCredential.IsRunningOnComputeEngine);

    /// <summary>What the time is measured with for which the machine is waited for.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
