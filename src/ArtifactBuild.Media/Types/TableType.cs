using ArtifactBuild.Media.Python;

namespace ArtifactBuild.Media.Types;

/// <summary>The type of a <see cref="Table"/> inside a table: the types of its columns.</summary>
public sealed class TableType : DataType
{
    /// <summary>Makes the type.</summary>
    /// <param name="columnTypes">The types of the columns; <see langword="null"/> for any table.</param>
    public TableType(TypedDictType? columnTypes)
        : base("table") => ColumnTypes = columnTypes;

    /// <summary>The types of the columns; <see langword="null"/> when the first table that is assigned decides.</summary>
    public TypedDictType? ColumnTypes { get; }

    internal override PythonDict Parameters => new() { ["column_types"] = ColumnTypes ?? Unknown };

    /// <inheritdoc/>
    public override DataType AssignType(DataType type)
    {
        if (type is not TableType other)
            return Invalid;
        DataType columns = (ColumnTypes ?? Unknown).AssignType(other.ColumnTypes ?? Unknown);
        if (columns.IsInvalid)
            return Invalid;
        return ReferenceEquals(columns, ColumnTypes) ? this : new TableType(columns as TypedDictType);
    }
}
