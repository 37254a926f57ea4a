using System.Collections;
using System.Collections.Immutable;

namespace ArtifactBuild.Shared;

/// <summary>An immutable array that is equal to another one when their elements are.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <param name="items">The elements; the default array counts as an empty one.</param>
internal readonly struct EquatableArray<T>(ImmutableArray<T> items) : IEquatable<EquatableArray<T>>, IReadOnlyList<T>
    where T : IEquatable<T>
{
    private readonly ImmutableArray<T> _items = items;

    /// <summary>Gets the elements as an immutable array, which is never the default one.</summary>
    public ImmutableArray<T> Items => _items.IsDefault ? ImmutableArray<T>.Empty : _items;

    /// <inheritdoc/>
    public int Count => Items.Length;

    /// <inheritdoc/>
    public T this[int index] => Items[index];

    /// <summary>Wraps an immutable array.</summary>
    /// <param name="items">The elements.</param>
    public static implicit operator EquatableArray<T>(ImmutableArray<T> items) => new(items);

    /// <summary>Says whether two arrays have equal elements in the same order.</summary>
    /// <param name="left">One array.</param>
    /// <param name="right">The other array.</param>
    /// <returns>Whether they are equal.</returns>
    public static bool operator ==(EquatableArray<T> left, EquatableArray<T> right) => left.Equals(right);

    /// <summary>Says whether two arrays differ.</summary>
    /// <param name="left">One array.</param>
    /// <param name="right">The other array.</param>
    /// <returns>Whether they differ.</returns>
    public static bool operator !=(EquatableArray<T> left, EquatableArray<T> right) => !left.Equals(right);

    /// <summary>Puts the elements in order.</summary>
    /// <param name="comparison">The order.</param>
    /// <returns>This array when it is in order already, else a new one.</returns>
    public EquatableArray<T> Sorted(Comparison<T> comparison)
    {
        ImmutableArray<T> items = Items;
        for (int i = 1; i < items.Length; i++)
            if (comparison(items[i - 1], items[i]) > 0)
                return items.Sort(comparison);

        return this;
    }

    /// <inheritdoc/>
    public bool Equals(EquatableArray<T> other)
    {
        ImmutableArray<T> left = Items, right = other.Items;
        if (left == right)
            return true;
        if (left.Length != right.Length)
            return false;

        for (int i = 0; i < left.Length; i++)
            if (!left[i].Equals(right[i]))
                return false;

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is EquatableArray<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        unchecked
        {
            int hash = 17;
            foreach (T item in Items)
                hash = (hash * 31) + item.GetHashCode();

            return hash;
        }
    }

    /// <summary>Enumerates the elements without allocating.</summary>
    /// <returns>The enumerator.</returns>
    public ImmutableArray<T>.Enumerator GetEnumerator() => Items.GetEnumerator();

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable)Items).GetEnumerator();
}
