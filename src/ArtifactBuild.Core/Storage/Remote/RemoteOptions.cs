namespace ArtifactBuild.Storage.Remote;

/// <summary>How a store on the network is used.</summary>
internal sealed record RemoteOptions
{
    public static RemoteOptions Default { get; } = new();

    /// <summary>How many requests are under way at once.</summary>
    public int MaxConnections { get; init; } = 32;

    /// <summary>How long nothing may move on a connection. There is no limit for a whole transfer.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a request is tried that fails for a reason that may pass.</summary>
    public int MaxAttempts { get; init; } = 9;

    /// <summary>The mean pause before the second try; each further one is twice as long.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest pause, also when the server asks for a longer one.</summary>
    public TimeSpan MaxPause { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>What all of these times are measured with.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
