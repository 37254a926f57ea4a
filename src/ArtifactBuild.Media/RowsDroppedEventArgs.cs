namespace ArtifactBuild.Media;

/// <summary>Says that a table is longer than what is stored of it.</summary>
/// <param name="stored">How many rows are stored.</param>
/// <param name="dropped">How many rows are left out.</param>
public sealed class RowsDroppedEventArgs(int stored, int dropped) : EventArgs
{
    /// <summary>How many rows are stored.</summary>
    public int Stored { get; } = stored;

    /// <summary>How many rows are left out.</summary>
    public int Dropped { get; } = dropped;
}
