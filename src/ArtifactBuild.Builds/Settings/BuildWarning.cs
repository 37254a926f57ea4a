namespace ArtifactBuild.Builds.Settings;

/// <summary>Something that a build should know and that does not stop it.</summary>
/// <param name="Code">Its code, whose second digit is 5 or more.</param>
/// <param name="Message">What happened, where, and what to do.</param>
/// <param name="Reference">Which of the build's references it is about, counted from 0.</param>
internal sealed record BuildWarning(string Code, string Message, int Reference);
