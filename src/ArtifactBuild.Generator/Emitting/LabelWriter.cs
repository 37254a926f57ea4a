using ArtifactBuild.Generator.Naming;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Generator.Emitting;

/// <summary>Writes the aliases or the tags of a version: the list of them, and a constant for each.</summary>
internal static class LabelWriter
{
    /// <summary>Writes them.</summary>
    /// <param name="code">Where they go.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="list">The name of the list, such as <c>Tags</c>.</param>
    /// <param name="className">The name of the class of constants, such as <c>Tag</c>.</param>
    /// <param name="collisions">Where names that were asked for more than once are added.</param>
    public static void Write(CodeWriter code, EquatableArray<string> labels, string list, string className, List<NameCollision> collisions)
    {
        string what = list.ToLowerInvariant();
        code.Summary($"Gets the {what} that the version had when it was pinned.");
        code.Line().Append("public static global::System.Collections.Generic.IReadOnlyList<string> ").Append(list)
            .Append(" { get; } = global::System.Array.AsReadOnly(new string[] {");
        foreach (string label in labels)
            code.Raw(" \"").AppendLiteral(label).Append("\",");

        code.Raw(" });\n");
        string[] distinct = [.. labels.Distinct(StringComparer.Ordinal)];
        if (distinct.Length == 0)
            return;

        code.Summary($"The {what} that the version had when it was pinned.");
        code.Line().Append("public static class ").Append(className).Append('\n');
        code.Open();
        string[] names = MemberNames.Assign(distinct, 0, name => ReservedNames.AvoidInClass(name, className), collisions);
        for (int i = 0; i < names.Length; i++)
        {
            code.Member().Append("/// <summary>The ").Append(className.ToLowerInvariant()).Append(" <c>").AppendXml(distinct[i]).Append("</c>.</summary>\n");
            code.Line().Append("public const string ").Append(names[i]).Append(" = \"").AppendLiteral(distinct[i]).Append("\";\n");
        }

        code.Close();
    }
}
