using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ArtifactBuild.Values;

/// <summary>An array of numbers with a shape, as NumPy has them: the value of an array column in a table.</summary>
/// <remarks>The elements are copied when it is made and never change; they lie row by row.</remarks>
public sealed class NdArray
{
    private readonly byte[] _elements;
    private readonly NdArrayElement _element;

    private NdArray(NdArrayElement element, ImmutableArray<int> shape, byte[] elements)
    {
        _element = element;
        Shape = shape;
        _elements = elements;
    }

    /// <summary>NumPy's name for the type of the elements, for example <c>float32</c>.</summary>
    public string DType => _element.Name;

    /// <summary>The length of each dimension. An array without dimensions holds one element.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>How many elements there are.</summary>
    public int Count => _elements.Length / _element.Size;

    internal NdArrayElement Element => _element;

    /// <summary>The elements in little-endian order.</summary>
    internal ReadOnlySpan<byte> Bytes => _elements;

    /// <summary>Makes an array.</summary>
    /// <typeparam name="T">
    /// <see langword="bool"/>, a whole number of 8 to 64 bits, <see cref="Half"/>, <see langword="float"/> or <see langword="double"/>.
    /// </typeparam>
    /// <param name="elements">The elements, row by row.</param>
    /// <param name="shape">The length of each dimension; one dimension of all elements when it is left out.</param>
    /// <returns>The array.</returns>
    /// <exception cref="ArgumentException">The elements don't fill the shape, or NumPy has no such elements.</exception>
    public static NdArray Create<T>(ReadOnlySpan<T> elements, params ReadOnlySpan<int> shape)
        where T : unmanaged
    {
        ImmutableArray<int> lengths = shape.IsEmpty ? [elements.Length] : [.. shape];
        return Make(elements, lengths);
    }

    /// <summary>Makes an array without dimensions, which holds one element.</summary>
    /// <typeparam name="T">As for <see cref="Create{T}"/>.</typeparam>
    /// <param name="element">The element.</param>
    /// <returns>The array.</returns>
    /// <exception cref="ArgumentException">NumPy has no such elements.</exception>
    public static NdArray Scalar<T>(T element)
        where T : unmanaged => Make([element], []);

    /// <summary>Makes an array of a .NET array of any number of dimensions.</summary>
    /// <param name="array">The array; its elements are of a type that <see cref="Create{T}"/> takes.</param>
    /// <returns>The array.</returns>
    /// <exception cref="ArgumentException">NumPy has no such elements.</exception>
    public static NdArray From(Array array)
    {
        ArgumentNullException.ThrowIfNull(array);
        NdArrayElement element = NdArrayElement.Of(array.GetType().GetElementType()!);
        var bytes = new byte[checked(array.Length * element.Size)];
        if (bytes.Length > 0)
            MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(array), bytes.Length).CopyTo(bytes);
        return new NdArray(element, [.. Enumerable.Range(0, array.Rank).Select(array.GetLength)], ToLittleEndian(bytes, element.Size));
    }

    /// <summary>The elements as lists in lists, the way the array is written into JSON.</summary>
    /// <returns>A list for each dimension; for an array without dimensions the element itself.</returns>
    public object ToList() => ToList(0, 0, Count);

    /// <summary>The rows of an array of two dimensions or more, for a table to be made of.</summary>
    /// <returns>The elements of each row; lists when there are more than two dimensions.</returns>
    /// <exception cref="InvalidOperationException">The array has fewer than two dimensions.</exception>
    public IEnumerable<IReadOnlyList<object?>> Rows()
    {
        if (Shape.Length < 2)
            throw new InvalidOperationException($"An array of {Shape.Length} dimensions has no rows.");
        return ((object?[])ToList()).Cast<object?[]>();
    }

    /// <summary>The type and the shape.</summary>
    /// <returns>For example <c>float32[28, 28]</c>.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{DType}[{string.Join(", ", Shape)}]");

    /// <summary>Takes elements in little-endian order, which are not copied and fill the shape.</summary>
    internal static NdArray FromBytes(NdArrayElement element, ImmutableArray<int> shape, byte[] elements) => new(element, shape, elements);

    private static NdArray Make<T>(ReadOnlySpan<T> elements, ImmutableArray<int> shape)
        where T : unmanaged
    {
        NdArrayElement element = NdArrayElement.Of(typeof(T));
        if (shape.Any(length => length < 0) || shape.Aggregate(1L, (count, length) => checked(count * length)) != elements.Length)
            throw new ArgumentException($"{elements.Length} elements don't fill the shape [{string.Join(", ", shape)}].", nameof(shape));
        return new NdArray(element, shape, ToLittleEndian(MemoryMarshal.AsBytes(elements).ToArray(), Unsafe.SizeOf<T>()));
    }

    private static byte[] ToLittleEndian(byte[] bytes, int size)
    {
        for (int i = 0; !BitConverter.IsLittleEndian && i < bytes.Length; i += size)
            bytes.AsSpan(i, size).Reverse();
        return bytes;
    }

    private object ToList(int dimension, int from, int count)
    {
        if (dimension == Shape.Length)
            return _element.Read(_elements.AsSpan(from * _element.Size, _element.Size));
        int step = Shape[dimension] == 0 ? 0 : count / Shape[dimension];
        var items = new object?[Shape[dimension]];
        for (int i = 0; i < items.Length; i++)
            items[i] = ToList(dimension + 1, from + (i * step), step);
        return items;
    }
}
