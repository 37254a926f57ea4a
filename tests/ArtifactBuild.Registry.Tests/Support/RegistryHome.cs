namespace ArtifactBuild.Registry.Tests.Support;

/// <summary>Where the registries of the tests live. There is one class for each kind of home, and one home in each test program.</summary>
internal abstract class RegistryHome : IAsyncDisposable
{
    /// <summary>The shortest grace period of a collection beside which others log: garbage goes within seconds.</summary>
    public abstract TimeSpan GracePeriod { get; }

    /// <summary>By how much objects may look older than they are: some stores cut the fractions of a second off their times.</summary>
    public abstract TimeSpan TimeResolution { get; }

    /// <summary>Starts what the registries need; called once before all tests, and not in the other processes of a test.</summary>
    public virtual Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The address of a registry that nobody has used yet.</summary>
    /// <param name="folder">The folder of the test that will use it.</param>
    public abstract string NewAddress(string folder);

    /// <summary>How many rounds a test does here that does so many where a request costs microseconds.</summary>
    public abstract int Rounds(int rounds);

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
