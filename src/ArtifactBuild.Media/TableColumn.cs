using ArtifactBuild.Media.Types;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media;

/// <summary>A column of a <see cref="Table"/>. A text or a number converts to a column of that name.</summary>
/// <param name="Name">The name; no two columns have the same.</param>
/// <param name="Type">
/// What its cells hold; <see langword="null"/> for what the table says, and when that says nothing, too, for what the cells tell.
/// </param>
/// <param name="Optional">Whether cells may be <see langword="null"/>; <see langword="null"/> for what the table says.</param>
public sealed record TableColumn(MemberName Name, DataType? Type = null, bool? Optional = null)
{
    /// <summary>Makes a column with a name.</summary>
    /// <param name="name">The name.</param>
    public static implicit operator TableColumn(string name) => new(new MemberName(name));

    /// <summary>Makes a column with a number.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator TableColumn(int number) => new(new MemberName(number));

    internal DataType TypeOf(DataType otherwise, bool optional)
    {
        DataType type = Type ?? otherwise;
        return Optional ?? optional ? DataType.Optional(type) : type;
    }
}
