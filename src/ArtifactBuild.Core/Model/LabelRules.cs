using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Model;

/// <summary>The rules for aliases and tags.</summary>
internal static partial class LabelRules
{
    /// <summary>Checks aliases and adds <c>latest</c>, which every logged version takes.</summary>
    public static ImmutableArray<string> Aliases(IEnumerable<string>? aliases, bool withLatest = true)
    {
        var all = new SortedSet<string>(StringComparer.Ordinal);
        if (withLatest)
            all.Add(ArtifactName.Latest);
        foreach (string alias in aliases ?? [])
        {
            EnsureAlias(alias);
            all.Add(alias);
        }

        return [.. all];
    }

    /// <summary>Checks tags and drops those that were given before.</summary>
    public static ImmutableArray<string> Tags(IEnumerable<string>? tags)
    {
        string[] all = [.. (tags ?? []).Distinct(StringComparer.Ordinal)];
        foreach (string tag in all)
        {
            if (tag.Length > 128 || !TagForm().IsMatch(tag))
            {
                throw new ArtifactException(
                    ArtifactCodes.InvalidArtifact,
                    $"“{LogicalPath.Printable(tag)}” is not a tag. A tag is made of words of letters, digits, “_” and “-” with spaces between them, 128 characters at the most.");
            }
        }

        return [.. all];
    }

    private static void EnsureAlias(string alias)
    {
        if (AliasText.FindProblemToGive(alias) is string problem)
        {
            throw new ArtifactException(
                ArtifactCodes.InvalidArtifact,
                $"“{LogicalPath.Printable(alias)}” can't be an alias: it {problem}. Choose another text, for example production.");
        }
    }

    // \z rather than $, which would let a trailing newline through.
    [GeneratedRegex(@"\A[-\w]+( +[-\w]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex TagForm();
}
