namespace ArtifactBuild.Testing.Vectors;

/// <summary>The compiler would not let a program do what a vector did, for example because an argument has another type.</summary>
internal sealed class CompilerException(string message) : Exception(message);
