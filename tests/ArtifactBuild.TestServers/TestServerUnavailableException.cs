namespace ArtifactBuild.TestServers;

/// <summary>A test server can't be had on this machine.</summary>
public sealed class TestServerUnavailableException : Exception
{
    /// <summary>Makes one.</summary>
    public TestServerUnavailableException()
    {
    }

    /// <summary>Makes one.</summary>
    /// <param name="message">Which server, and why not.</param>
    public TestServerUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one.</summary>
    /// <param name="message">Which server, and why not.</param>
    /// <param name="inner">What it comes from.</param>
    public TestServerUnavailableException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>
    /// Whether a test that misses its server has failed. On CI (<c>CI=true</c>) it has: there the servers must be had, and a run without
    /// them must not look green. Anywhere else such a test is inconclusive.
    /// </summary>
    public static bool IsFailure => string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
}
