using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace ArtifactBuild.Values;

/// <summary>What stands for Python's data classes: records and anonymous types.</summary>
internal static class MetadataValueRecord
{
    /// <summary>The public properties of a record or an anonymous object, those of a base record first, in the order they are declared.</summary>
    public static bool TryGetMembers(object value, out IEnumerable<(object? Key, object? Value)> members)
    {
        Type type = value.GetType();
        bool isOne = IsRecord(type) || IsAnonymous(type);
        members = isOne ? Properties(type).Select(property => ((object?)property.Name, property.GetValue(value))) : [];
        return isOne;
    }

    private static IEnumerable<PropertyInfo> Properties(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)
        .OrderBy(property => Depth(property.DeclaringType))
        .ThenBy(property => property.MetadataToken);

    private static int Depth(Type? type) => type is null ? 0 : Depth(type.BaseType) + 1;

    // The compiler gives every record, class or struct, a method that prints its members, and marks anonymous types.
    private static bool IsRecord(Type type) => type.GetMethod(
        "PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly, [typeof(StringBuilder)])?.ReturnType == typeof(bool);

    private static bool IsAnonymous(Type type) =>
        type.IsDefined(typeof(CompilerGeneratedAttribute), false) && type.Name.Contains("AnonymousType", StringComparison.Ordinal);
}
