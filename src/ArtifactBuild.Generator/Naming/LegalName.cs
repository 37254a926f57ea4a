using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using ArtifactBuild.Shared;
using Microsoft.CodeAnalysis.CSharp;

namespace ArtifactBuild.Generator.Naming;

/// <summary>Makes C# names of any text.</summary>
internal static class LegalName
{
    private const int MaxLength = 128;
    private const string NoLetters = "Unnamed";

    /// <summary>Makes a name of the words of a text: <c>model-v2.onnx</c> becomes <c>ModelV2Onnx</c>.</summary>
    /// <returns>A name without underscores, but for one in front of a first character that cannot begin a name.</returns>
    [MethodImpl(HotPath.OptimizeAtOnce)]
    public static string Pascal(string text)
    {
        var name = new StringBuilder(text.Length);
        bool isWordStart = true;
        foreach (char c in text)
        {
            if (!IsWordPart(c))
            {
                isWordStart = true;
                continue;
            }

            if (name.Length == MaxLength)
                break;
            if (name.Length == 0 && !IsStart(c))
                name.Append('_');

            name.Append(isWordStart ? char.ToUpperInvariant(c) : c);
            isWordStart = false;
        }

        return name.Length == 0 ? NoLetters : Escape(name.ToString());
    }

    /// <summary>Makes an identifier that differs from the text only where it must.</summary>
    public static string Identifier(string text)
    {
        var name = new StringBuilder(text.Length + 1);
        foreach (char c in text)
            name.Append(c == '_' || IsWordPart(c) ? c : '_');

        if (name.Length == 0 || !IsStart(name[0]))
            name.Insert(0, '_');

        return Escape(name.ToString());
    }

    /// <summary>Makes a namespace that differs from the text only where it must.</summary>
    public static string Namespace(string text) => string.Join(".", text.Split('.').Select(Identifier));

    // Format characters may stand in an identifier, but the compiler overlooks them: two names could be one.
    private static bool IsWordPart(char c) => c < 128
        ? c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9')
        : SyntaxFacts.IsIdentifierPartCharacter(c)
            && CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.ConnectorPunctuation);

    private static bool IsStart(char c) => c < 128 ? c is not (>= '0' and <= '9') : SyntaxFacts.IsIdentifierStartCharacter(c);

    // Every keyword begins with a small ASCII letter. Those that are keywords only in some places, such as record, cannot name a type.
    private static string Escape(string name) => name[0] is >= 'a' and <= 'z'
        && (SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None)
            ? "@" + name
            : name;
}
