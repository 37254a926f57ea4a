using System.Collections.Immutable;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Media.Types;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media;

/// <summary>Rows and columns with types, stored the way W&amp;B 0.18 stores a table.</summary>
/// <remarks>
/// Cells are <see langword="null"/>, texts, numbers, <see langword="bool"/>, dates and times (stored in milliseconds, those without
/// a time zone as UTC), lists, dictionaries, <see cref="NdArray"/>s and other media objects. Lists and dictionaries are copied when
/// they are added. A <see langword="decimal"/> is stored as a number, bytes as their text in UTF-8, a member of an enumeration by
/// its name, NaN as <see langword="null"/>. A table is not safe for use by several threads.
/// </remarks>
public sealed partial class Table : MediaObject
{
    /// <summary>How many rows are stored at most: the limit of W&amp;B. See <see cref="RowsDropped"/>.</summary>
    public const int MaxRows = 200_000;

    private readonly List<object?[]> _rows = [];
    private ImmutableArray<MemberName> _columns = [];
    private ImmutableArray<DataType> _types = [];

    /// <summary>Makes a table.</summary>
    /// <param name="columns">The columns; <c>Input</c>, <c>Output</c> and <c>Expected</c> when they are left out.</param>
    /// <param name="rows">The rows, each with a cell for each column.</param>
    /// <param name="dtype">The type of the columns that don't have their own; by default the cells tell it.</param>
    /// <param name="optional">Whether cells may be <see langword="null"/> in the columns that don't say so themselves.</param>
    /// <param name="allowMixedTypes">Whether a column may hold values of different types; it goes before <paramref name="dtype"/>.</param>
    /// <exception cref="ArtifactException">ART4006: two columns have one name, or as for <see cref="AddRow"/>.</exception>
    public Table(
        IEnumerable<TableColumn>? columns = null,
        IEnumerable<IEnumerable<object?>>? rows = null,
        DataType? dtype = null,
        bool optional = true,
        bool allowMixedTypes = false)
        : base(MediaKind)
    {
        DataType otherwise = allowMixedTypes ? DataType.Any : dtype ?? DataType.Unknown;
        foreach (TableColumn column in columns ?? ["Input", "Output", "Expected"])
        {
            EnsureNew(column);
            _columns = _columns.Add(column.Name);
            _types = _types.Add(column.TypeOf(otherwise, optional));
        }

        foreach (IEnumerable<object?> row in rows ?? [])
            AddRow([.. row]);
    }

    /// <summary>
    /// Raised when a table of more than <see cref="MaxRows"/> rows is added to an artifact: only the first ones are stored.
    /// </summary>
    public event EventHandler<RowsDroppedEventArgs>? RowsDropped;

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<MemberName> Columns => _columns;

    /// <summary>The rows that were added, also those that won't be stored.</summary>
    public IReadOnlyList<IReadOnlyList<object?>> Rows => _rows;

    /// <summary>How many of the rows won't be stored, because they are over <see cref="MaxRows"/>.</summary>
    public int DroppedRows => Math.Max(0, _rows.Count - MaxRows);

    /// <summary>The type of each column.</summary>
    public TypedDictType ColumnTypes => TypesOf(_types);

    /// <inheritdoc/>
    public override DataType DataType => new TableType(ColumnTypes);

    /// <summary>Adds a row; all of it or, when it is refused, nothing.</summary>
    /// <param name="cells">A cell for each column.</param>
    /// <exception cref="ArtifactException">
    /// ART4006: there are more or fewer cells than columns, a cell does not go with the type of its column, or it holds what a table
    /// can't store: an infinity, bytes that are not UTF-8, an object of another kind.
    /// </exception>
    public void AddRow(params object?[] cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        if (cells.Length != _columns.Length)
            throw Refuse($"The table has {_columns.Length} columns ({string.Join(", ", _columns)}), the row has {cells.Length} cells. Give each column one.");
        var row = new object?[cells.Length];
        ImmutableArray<DataType> types = _types;
        for (int i = 0; i < row.Length; i++)
        {
            row[i] = Store(cells[i], _columns[i], _rows.Count);
            DataType type = Assign(types[i], row[i], _columns[i], _rows.Count);
            if (!ReferenceEquals(type, types[i]))
                types = types.SetItem(i, type);
        }

        Origin = null;
        _types = types;
        _rows.Add(row);
    }

    /// <summary>Adds a column behind the others; all of it or, when it is refused, nothing.</summary>
    /// <param name="column">The column. Its cells may be <see langword="null"/> only when it says so itself.</param>
    /// <param name="cells">A cell for each row. The first column of a table without rows makes them.</param>
    /// <exception cref="ArtifactException">
    /// ART4006: there is such a column, there are more or fewer cells than rows, or a cell is refused as in <see cref="AddRow"/>.
    /// </exception>
    public void AddColumn(TableColumn column, IEnumerable<object?> cells)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentNullException.ThrowIfNull(cells);
        EnsureNew(column);
        object?[] stored = [.. cells.Select((cell, row) => Store(cell, column.Name, row))];
        bool makesRows = _columns.IsEmpty && _rows.Count == 0;
        if (stored.Length != _rows.Count && !makesRows)
            throw Refuse($"The table has {_rows.Count} rows, the column “{column.Name}” has {stored.Length} cells. Give each row one.");
        DataType type = column.TypeOf(DataType.Unknown, optional: false);
        for (int i = 0; i < stored.Length; i++)
            type = Assign(type, stored[i], column.Name, i);

        Origin = null;
        _columns = _columns.Add(column.Name);
        _types = _types.Add(type);
        for (int i = 0; i < stored.Length; i++)
        {
            if (makesRows)
                _rows.Add([stored[i]]);
            else
                _rows[i] = [.. _rows[i], stored[i]];
        }
    }

    /// <summary>Gives the cells of a column.</summary>
    /// <param name="name">The name of the column.</param>
    /// <returns>A cell for each row.</returns>
    /// <exception cref="ArtifactException">ART4006: there is no such column.</exception>
    public IReadOnlyList<object?> GetColumn(MemberName name)
    {
        int at = _columns.IndexOf(name);
        if (at < 0)
            throw Refuse($"The table has no column “{name}”. It has {string.Join(", ", _columns)}.");
        return [.. _rows.Select(row => row[at])];
    }

    // The texts must differ, too: types are stored by them.
    private void EnsureNew(TableColumn column)
    {
        string text = column.Name.ToString();
        if (_columns.Any(name => name.ToString() == text))
            throw Refuse($"The table has two columns “{text}”. Rename one.");
    }

    private TypedDictType TypesOf(IEnumerable<DataType> types) =>
        new(_columns.Zip(types, KeyValuePair.Create));

    private static object? Store(object? cell, MemberName column, int row)
    {
        try
        {
            return StoredValue.ForCell(cell);
        }
        catch (ArtifactException e)
        {
            throw Refuse($"Row {row} of the table can't have this in column “{column}”: {e.Message}", e);
        }
    }

    private static DataType Assign(DataType type, object? cell, MemberName column, int row)
    {
        DataType result = type.AssignStored(cell);
        return result.IsInvalid
            ? throw Refuse($"Column “{column}” of the table holds {type}; row {row} has {TypeInference.Of(cell)}. "
                + "Convert the value, name a type that takes both, or allow mixed types.")
            : result;
    }

    private static ArtifactException Refuse(string message, Exception? cause = null) => new(ArtifactCodes.InvalidArtifact, message, cause);
}
