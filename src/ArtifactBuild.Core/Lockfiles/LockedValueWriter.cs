using System.Text;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Lockfiles;

/// <summary>Writes pinned metadata.</summary>
internal static class LockedValueWriter
{
    /// <summary>Appends a value on one line.</summary>
    public static void Append(StringBuilder text, LockedValue value)
    {
        switch (value.Kind)
        {
            case LockedValueKind.Text:
                LockfileWriter.AppendString(text, value.Text);
                break;
            case LockedValueKind.List:
                AppendList(text, value.Items);
                break;
            case LockedValueKind.Group:
                AppendGroup(text, value.Properties);
                break;
            default:
                text.Append(value.Text);
                break;
        }
    }

    private static void AppendList(StringBuilder text, EquatableArray<LockedValue> items)
    {
        text.Append('[');
        string separator = "";
        foreach (LockedValue item in items)
        {
            text.Append(separator);
            Append(text, item);
            separator = ", ";
        }

        text.Append(']');
    }

    private static void AppendGroup(StringBuilder text, EquatableArray<LockedProperty> properties)
    {
        text.Append('{');
        string separator = " ";
        foreach (LockedProperty property in properties)
        {
            text.Append(separator);
            LockfileWriter.AppendString(text, property.Name);
            text.Append(": ");
            Append(text, property.Value);
            separator = ", ";
        }

        text.Append(properties.Count == 0 ? "}" : " }");
    }
}
