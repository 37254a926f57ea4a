using System.Collections.Immutable;
using ArtifactBuild.Media.Types;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media;

// The table as it is read back.
public sealed partial class Table
{
    internal const string MediaKind = "table";

    private Table(ImmutableArray<MemberName> columns, ImmutableArray<DataType> types, IEnumerable<object?[]> rows)
        : base(MediaKind)
    {
        _columns = columns;
        _types = types;
        _rows = [.. rows];
    }

    /// <summary>Makes a table of cells in the form of <see cref="StoredValue"/>. The types are taken as they are.</summary>
    internal static Table FromStored(ImmutableArray<MemberName> columns, IEnumerable<DataType> types, IEnumerable<object?[]> rows) =>
        new(columns, [.. types], rows);
}
