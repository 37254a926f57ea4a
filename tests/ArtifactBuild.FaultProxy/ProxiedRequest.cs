using System.Text;
using ArtifactBuild.Faults.Wire;

namespace ArtifactBuild.Faults;

/// <summary>A request as a script sees it, before anything is done with it.</summary>
public sealed class ProxiedRequest
{
    // These say which part of one object is meant; the values of other names may be random (upload ids, signatures).
    private static readonly string[] TellingNames = ["partNumber", "comp", "blockid", "prefix", "uploadType"];

    private readonly byte[] _head;

    internal ProxiedRequest(RequestHead facts, ReadOnlySpan<byte> head)
    {
        _head = head.ToArray();
        Method = facts.Method;
        Path = facts.Path;
        Query = facts.Query;
        HasBody = !facts.Body.Done;
        Key = $"{Method} {Path}?{TellingQuery(Query)} {Header("Range")}";
    }

    /// <summary>The method.</summary>
    public string Method { get; }

    /// <summary>The path, as it was sent.</summary>
    public string Path { get; }

    /// <summary>The query without its question mark; empty when there is none.</summary>
    public string Query { get; }

    /// <summary>Whether a body follows.</summary>
    public bool HasBody { get; }

    /// <summary>Which one of the requests alike it is, from 1: same method, path and range, same names in the query.</summary>
    public int Occurrence { get; internal set; }

    /// <summary>What makes requests alike. It holds nothing that differs from run to run.</summary>
    internal string Key { get; }

    /// <summary>A header's value, or null.</summary>
    /// <param name="name">The header's name, in any case.</param>
    /// <returns>The value, trimmed.</returns>
    public string? Header(string name)
    {
        var lines = new HeaderLines(_head);
        byte[] wanted = Encoding.ASCII.GetBytes(name);
        while (lines.Next(out var found, out var value))
        {
            if (Ascii.EqualsIgnoreCase(found, wanted)) return Encoding.Latin1.GetString(value);
        }

        return null;
    }

    private static string TellingQuery(string query)
    {
        if (query.Length == 0) return query;
        var kept = query.Split('&').Select(part =>
        {
            string name = part.Split('=')[0];
            return TellingNames.Contains(name, StringComparer.Ordinal) ? part : name;
        });
        return string.Join('&', kept);
    }
}
