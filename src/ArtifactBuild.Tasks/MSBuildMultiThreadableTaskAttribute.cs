namespace Microsoft.Build.Framework;

/// <summary>Tells MSBuild that a task may run beside others in one process; MSBuild looks for the attribute by its name.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class MSBuildMultiThreadableTaskAttribute : Attribute;
