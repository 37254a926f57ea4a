using System.Collections.Immutable;
using ArtifactBuild.Media.Python;
using ArtifactBuild.Model;

namespace ArtifactBuild.Media.Types;

/// <summary>The type that takes what any of its members takes.</summary>
public sealed class UnionType : DataType
{
    /// <summary>Makes the type.</summary>
    /// <param name="allowedTypes">The members; those of unions among them are taken one by one.</param>
    public UnionType(IEnumerable<DataType> allowedTypes)
        : base("union")
    {
        ArgumentNullException.ThrowIfNull(allowedTypes);
        AllowedTypes = [.. allowedTypes
            .SelectMany(type => type is UnionType union ? union.AllowedTypes.AsEnumerable() : [type])
            .OrderBy(type => type.ToString(), LogicalPath.Order)];
    }

    /// <summary>The members, sorted by their text. No member is a union.</summary>
    public ImmutableArray<DataType> AllowedTypes { get; }

    internal override PythonDict Parameters => new() { ["allowed_types"] = AllowedTypes.ToArray() };

    /// <inheritdoc/>
    public override DataType AssignType(DataType type)
    {
        DataType result = this;
        foreach (DataType each in type is UnionType union ? union.AllowedTypes : [type])
            result = result is UnionType now ? now.AssignTo(member => member.AssignType(each)) : result;
        return result;
    }

    internal override DataType AssignStored(object? value) => AssignTo(member => member.AssignStored(value));

    private protected override string Text() => string.Join(" or ", AllowedTypes);

    // The first member that takes it is replaced by the result; if none does, an unknown member becomes it.
    private DataType AssignTo(Func<DataType, DataType> assign)
    {
        foreach (DataType member in AllowedTypes)
        {
            DataType result = member is UnknownType ? Invalid : assign(member);
            if (!result.IsInvalid)
                return Replace(member, result);
        }

        DataType? unknown = AllowedTypes.FirstOrDefault(member => member is UnknownType);
        DataType replaced = unknown is null ? Invalid : assign(unknown);
        return replaced.IsInvalid ? Invalid : Replace(unknown!, replaced);
    }

    private UnionType Replace(DataType member, DataType by) =>
        ReferenceEquals(member, by) ? this : new UnionType(AllowedTypes.Replace(member, by, ReferenceEqualityComparer.Instance));
}
