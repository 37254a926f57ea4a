using ArtifactBuild.Lockfiles;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ArtifactBuild.Generator;

/// <summary>A lockfile among the additional files, and what reading it gave.</summary>
internal sealed record LockfileInput(string Path, LockfileReadResult Result)
{
    private const string MarkerOption = "build_metadata.AdditionalFiles.ArtifactLockfile";

    public static bool IsLockfile(AdditionalText file, AnalyzerConfigOptionsProvider options) =>
        options.GetOptions(file).TryGetValue(MarkerOption, out string? value)
        && value.Equals("true", StringComparison.OrdinalIgnoreCase);

    public static LockfileInput Read(AdditionalText file, CancellationToken cancellationToken)
    {
        LockfileReadResult result = file.GetText(cancellationToken) is { } text
            ? LockfileReader.Read(text.ToString())
            : new LockfileReadResult(new LockfileError(
                LockfileError.MalformedCode,
                "The lockfile cannot be opened as text. Check that it exists and that it is UTF-8, or delete it and run `dotnet build -t:ArtifactUpdate`.",
                1,
                1));
        return new LockfileInput(file.Path, result);
    }
}
