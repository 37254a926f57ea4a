using System.Globalization;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media.Tests.Fixtures;

/// <summary>Cells as text in which two are equal only when their types and values are.</summary>
internal static class CellText
{
    public static string Of(Table table) => string.Join('\n', [
        string.Join(" | ", table.Columns.Select(name => $"{(name.IsNumber ? "#" : "")}{name}")),
        table.ColumnTypes.ToJson().ToJsonString(),
        .. table.Rows.Select(row => string.Join(" | ", row.Select(Of)))]);

    public static string Of(object? cell) => cell switch
    {
        null => "null",
        string text => $"“{text}”",
        byte[] bytes => $"bytes {Convert.ToHexString(bytes)}",
        DateTimeOffset time => $"time {time:O}",
        NdArray array => $"{array} {Of(array.ToList())}",
        Html html => $"html {html.Text}",
        Table table => $"table [{Of(table)}]",
        object?[] items => $"[{string.Join(", ", items.Select(Of))}]",
        IEnumerable<KeyValuePair<MemberName, object?>> dict => $"{{{string.Join(", ", dict.OrderBy(member => member.Key).Select(member => $"{member.Key}: {Of(member.Value)}"))}}}",
        IFormattable other => $"{other.GetType().Name} {other.ToString(null, CultureInfo.InvariantCulture)}",
        _ => $"{cell.GetType().Name} {cell}",
    };
}
