using System.Runtime.CompilerServices;

namespace ArtifactBuild.Shared;

/// <summary>Marks the loops that see every character of a lockfile.</summary>
internal static class HotPath
{
    /// <summary>
    /// Compiles a method with optimisation at its first call: a build reads a lockfile once, which is over before the runtime
    /// would find out that the method is worth it. The value has no name on netstandard2.0, but the runtime knows it.
    /// </summary>
    public const MethodImplOptions OptimizeAtOnce = (MethodImplOptions)512;
}
