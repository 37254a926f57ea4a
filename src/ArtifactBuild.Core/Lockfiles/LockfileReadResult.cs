namespace ArtifactBuild.Lockfiles;

/// <summary>What reading gave: either a lockfile or an error.</summary>
internal sealed record LockfileReadResult
{
    /// <summary>Initializes a new instance of the <see cref="LockfileReadResult"/> class with a lockfile.</summary>
    /// <param name="lockfile">The lockfile.</param>
    public LockfileReadResult(Lockfile lockfile) => Lockfile = lockfile;

    /// <summary>Initializes a new instance of the <see cref="LockfileReadResult"/> class with an error.</summary>
    /// <param name="error">The error.</param>
    public LockfileReadResult(LockfileError error) => Error = error;

    /// <summary>Gets the lockfile, or null when there is an error.</summary>
    public Lockfile? Lockfile { get; }

    /// <summary>Gets the error, or null when there is a lockfile.</summary>
    public LockfileError? Error { get; }
}
