using System.Text;
using ArtifactBuild.Generator.Naming;
using ArtifactBuild.Generator.Options;
using ArtifactBuild.Lockfiles;

namespace ArtifactBuild.Generator.Emitting;

/// <summary>Writes the class of a version's metadata: a constant for each value, and a class for each object in it.</summary>
internal sealed class MetadataWriter(CodeWriter code, AccessorStyle style, List<NameCollision> collisions)
{
    public const string ClassName = "Metadata";

    // What lies deeper is the text of a constant, as an array is.
    private const int MaxDepth = 8;
    private const int MaxShownLength = 80;

    /// <summary>Counts the characters that the literals will have at most: each value is there once by itself, and once in the whole.</summary>
    public static long Measure(EquatableArray<LockedProperty> metadata) => 2L * LockedValue.OfGroup(metadata).ToJson().Length;

    public void Write(EquatableArray<LockedProperty> metadata)
    {
        code.Constant("MetadataJson", LockedValue.OfGroup(metadata).ToJson(), "The metadata that the version had when it was pinned, as JSON.");
        if (metadata.Count == 0)
            return;

        code.Summary("The metadata that the version had when it was pinned.");
        WriteClass(ClassName, metadata, 1);
    }

    private void WriteClass(string className, EquatableArray<LockedProperty> properties, int depth)
    {
        code.Line().Append("public static class ").Append(className).Append('\n');
        code.Open();
        string[] keys = [.. properties.Select(static property => property.Name)];
        string[] names = MemberNames.Assign(keys, 0, name => ReservedNames.AvoidInClass(name, className), collisions);
        for (int i = 0; i < names.Length; i++)
        {
            LockedValue value = properties[i].Value;
            bool isClass = value.Kind == LockedValueKind.Group && value.Properties.Count > 0 && depth < MaxDepth;
            code.Member().Append("/// <summary>The metadata <c>").AppendXml(Shorten(keys[i])).Append("</c>");
            if (isClass)
            {
                code.Raw(".</summary>\n");
                WriteClass(names[i], value.Properties, depth + 1);
            }
            else
            {
                WriteConstant(names[i], value);
            }
        }

        code.Close();
    }

    private void WriteConstant(string name, LockedValue value)
    {
        bool isJson = value.Kind is LockedValueKind.List or LockedValueKind.Group;
        string text = isJson ? value.ToJson() : value.Text;
        code.Raw(isJson ? ", as JSON: <c>" : ": <c>").AppendXml(Shorten(text)).Append("</c>.</summary>\n");
        (string type, string? literal) = value.Kind switch
        {
            LockedValueKind.Null => (style.OrNull("string"), "null"),
            LockedValueKind.Boolean => ("bool", text),
            LockedValueKind.Number => NumberLiteral.Of(text),
            _ => ("string", null),
        };

        StringBuilder line = code.Line().Append("public const ").Append(type).Append(' ').Append(name).Append(" = ");
        if (literal is null)
            line.Append('"').AppendLiteral(text).Append("\";\n");
        else
            line.Append(literal).Append(";\n");
    }

    private static string Shorten(string text)
    {
        if (text.Length <= MaxShownLength)
            return text;

        int length = char.IsHighSurrogate(text[MaxShownLength - 1]) ? MaxShownLength - 1 : MaxShownLength;
        return text.Substring(0, length) + "…";
    }
}
