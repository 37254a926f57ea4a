using System.Text;
using ArtifactBuild.Generator.Naming;
using ArtifactBuild.Generator.Options;
using ArtifactBuild.Lockfiles;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Generator.Emitting;

/// <summary>Writes the class of a version's metadata: a constant for each value, and a class for each object in it.</summary>
internal sealed class MetadataWriter(CodeWriter code, AccessorStyle style, List<NameCollision> collisions)
{
    private const string ClassName = "Metadata";
    private const string WholeName = "Json";

    // What lies deeper is the text of a constant, as an array is.
    private const int MaxDepth = 8;
    private const int MaxShownLength = 80;

    /// <summary>Counts the characters that the literals will have at most: each value is there once by itself, and once in the whole.</summary>
    public static long Measure(EquatableArray<LockedProperty> metadata) => 2L * LockedValue.OfGroup(metadata).ToJson().Length;

    public void Write(EquatableArray<LockedProperty> metadata)
    {
        if (metadata.Count == 0)
            return;

        code.Summary("The metadata that the version had when it was pinned.");
        code.Line().Append("public static class ").Append(ClassName).Append('\n');
        code.Open();
        code.Constant(WholeName, LockedValue.OfGroup(metadata).ToJson(), "All of the metadata, as JSON.");
        WriteMembers(ClassName, metadata, 1);
        code.Close();
    }

    private void WriteMembers(string className, EquatableArray<LockedProperty> properties, int depth)
    {
        string[] keys = [.. properties.Select(static property => property.Name)];
        string[] names = MemberNames.Assign(keys, 0, name => depth == 1 && name == WholeName ? name + "_" : ReservedNames.AvoidInClass(name, className), collisions);
        for (int i = 0; i < names.Length; i++)
        {
            LockedValue value = properties[i].Value;
            bool isClass = value.Kind == LockedValueKind.Group && value.Properties.Count > 0 && depth < MaxDepth;
            code.Member().Append("/// <summary>The metadata <c>").AppendXml(Shorten(keys[i])).Append("</c>");
            if (isClass)
            {
                code.Raw(".</summary>\n");
                code.Line().Append("public static class ").Append(names[i]).Append('\n');
                code.Open();
                WriteMembers(names[i], value.Properties, depth + 1);
                code.Close();
            }
            else
            {
                WriteConstant(names[i], value);
            }
        }
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
