using System.Buffers;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Builds.Requests;

/// <summary>What an item says about the version that it wants, read with the reason when it can't be understood.</summary>
internal static class VersionRequest
{
    private const int WandbLength = 32;
    private const int Sha256Length = 64;

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    /// <summary>Makes sure that the places which may name a version or an alias name one between them.</summary>
    /// <param name="suffix">What follows the colon of the item.</param>
    /// <param name="version">The metadata <c>Version</c>.</param>
    /// <param name="alias">The metadata <c>Alias</c>.</param>
    /// <param name="what">The item, for messages.</param>
    public static void EnsureOne(string? suffix, string? version, string? alias, string what)
    {
        string? wanted = version is null || version[0] == 'v' ? version : "v" + version;
        if (wanted is not null && !ReferenceRequest.IsVersion(wanted))
            throw Invalid($"Version=“{version}” of {what} is no version. Write v3 or 3; an alias goes into Alias.");
        if (alias is not null && AliasText.FindProblem(alias) is string problem)
            throw Invalid($"Alias=“{alias}” of {what} is no alias: it {problem}. Write an alias that the registry has, such as production.");
        string[] stated = [.. new[] { suffix, wanted, alias }.OfType<string>().Distinct(StringComparer.Ordinal)];
        if (stated.Length > 1)
        {
            string[] shown =
            [
                .. suffix is null ? [] : new[] { $"“:{suffix}”" },
                .. version is null ? [] : new[] { $"Version=“{version}”" },
                .. alias is null ? [] : new[] { $"Alias=“{alias}”" },
            ];
            throw new ArtifactException(
                ArtifactCodes.AmbiguousReference,
                $"{what} asks for more than one version or alias: {string.Join(" and ", shown)}. Keep one of them.");
        }
    }

    /// <summary>Reads the metadata <c>Digest</c>.</summary>
    public static string? ReadDigest(string? digest, string what)
    {
        if (digest is null || (digest.Length is WandbLength or Sha256Length && !digest.AsSpan().ContainsAnyExcept(LowerHex)))
            return digest;
        throw Invalid($"Digest=“{digest}” of {what} is no digest. Write the 32 lower-case hex digits of the artifact's digest, or the 64 of its manifest's SHA-256; artifact show has both.");
    }

    private static ArtifactException Invalid(string message) => new(ArtifactCodes.InvalidOption, message);
}
