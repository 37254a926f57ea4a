using System.Collections;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Media.Python;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media.Types;

/// <summary>W&amp;B's short notation of types (<c>dtype</c>).</summary>
internal static class TypeNotation
{
    public static DataType Read(object? dtype)
    {
        switch (dtype)
        {
            case DataType type:
                return type;
            case Type type:
                return OfClass(type);
            case not null when IsSet(dtype):
                return new ConstType(new PythonSet(((IEnumerable)dtype).Cast<object?>().Select(StoredValue.ForInference)));
            case not null when DotNetValue.TryGetMembers(dtype, out IEnumerable<(object? Key, object? Value)> members):
                return new TypedDictType(members.Select(member => KeyValuePair.Create(
                    DotNetValue.NameOf(member.Key) ?? throw new ArgumentException($"“{member.Key}” can't be a key.", nameof(dtype)),
                    Read(member.Value))));
            case not null when DotNetValue.TryGetItems(dtype, out IEnumerable<object?> items):
                DataType[] types = [.. items.Select(Read)];
                return types.Length > 1 ? new UnionType(types) : new ListType(types.FirstOrDefault());
            default:
                return new ConstType(StoredValue.ForInference(dtype));
        }
    }

    private static DataType OfClass(Type type)
    {
        if (type == typeof(string) || type == typeof(char))
            return DataType.String;
        if (type == typeof(bool))
            return DataType.Boolean;
        if (type == typeof(DateTime) || type == typeof(DateTimeOffset) || type == typeof(DateOnly))
            return DataType.Timestamp;
        if (PythonNumber.Types.Contains(type))
            return DataType.Number;
        if (Nullable.GetUnderlyingType(type) is Type underlying)
            return DataType.Optional(OfClass(underlying));
        if (type == typeof(byte[]))
            return new PythonObjectType("bytes");
        if (type == typeof(decimal))
            return new PythonObjectType("Decimal");
        if (type == typeof(Artifact))
            return DataType.ArtifactVersion;
        if (type == typeof(Table))
            return new TableType(null);
        if (type == typeof(Html))
            return new SimpleType(Html.MediaKind);
        if (typeof(IDictionary).IsAssignableFrom(type))
            return new TypedDictType([]);
        // The type of a class that W&B does not know is the type of its class object.
        return typeof(IEnumerable).IsAssignableFrom(type) ? new ListType(ElementOf(type)) : new PythonObjectType("type");
    }

    private static DataType ElementOf(Type list)
    {
        Type? element = list.GetInterfaces().Append(list)
            .FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];
        return element is null || element == typeof(object) ? DataType.Unknown : OfClass(element);
    }

    private static bool IsSet(object value) => value.GetType().GetInterfaces().Any(type => type.IsGenericType
        && (type.GetGenericTypeDefinition() == typeof(ISet<>) || type.GetGenericTypeDefinition() == typeof(IReadOnlySet<>)));
}
