using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Builds.Settings;

/// <summary>Reads the text of item metadata.</summary>
internal static class ItemText
{
    public static bool ReadBoolean(string? value, bool otherwise, string name, string what) => value?.Trim().ToUpperInvariant() switch
    {
        null or "" => otherwise,
        "TRUE" => true,
        "FALSE" => false,
        _ => throw new ArtifactException(ArtifactCodes.InvalidOption, $"{name}=“{value}” of {what} is neither true nor false."),
    };

    public static string[] ReadList(string? value) =>
        (value ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
