using System.Collections;
using Microsoft.Build.Framework;

namespace ArtifactBuild.Tasks.Tests.Fixtures;

/// <summary>The MSBuild that a task of a test talks to: it keeps what the task logs.</summary>
internal sealed class TestEngine : IBuildEngine
{
    public List<BuildErrorEventArgs> Errors { get; } = [];

    public List<BuildWarningEventArgs> Warnings { get; } = [];

    /// <summary>The lines that a build shows without being asked for more.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>The lines that only a detailed log has.</summary>
    public List<string> Details { get; } = [];

    public bool ContinueOnError => false;

    public int LineNumberOfTaskNode => 0;

    public int ColumnNumberOfTaskNode => 0;

    public string ProjectFileOfTaskNode => "";

    public void LogErrorEvent(BuildErrorEventArgs e) => Errors.Add(e);

    public void LogWarningEvent(BuildWarningEventArgs e) => Warnings.Add(e);

    public void LogMessageEvent(BuildMessageEventArgs e) => (e.Importance == MessageImportance.High ? Lines : Details).Add(e.Message!);

    public void LogCustomEvent(CustomBuildEventArgs e) => throw new NotSupportedException();

    public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs) =>
        throw new NotSupportedException();
}
