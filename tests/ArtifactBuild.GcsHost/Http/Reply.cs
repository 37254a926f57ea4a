using System.Text;
using System.Text.Json.Nodes;

namespace ArtifactBuild.GcsHosting.Http;

/// <summary>An answer, before it goes out.</summary>
internal sealed class Reply(int status)
{
    public int Status => status;

    public List<KeyValuePair<string, string>> Headers { get; } = [];

    public byte[] Body { get; private init; } = [];

    /// <summary>A body that is streamed instead.</summary>
    public MediaBody? Media { get; init; }

    /// <summary>How many bytes the body has, as far as that is known beforehand.</summary>
    public long Length => Media?.Length ?? Body.Length;

    public static Reply Json(JsonObject body, int status = 200) =>
        new Reply(status) { Body = Encoding.UTF8.GetBytes(body.ToJsonString()) }.With("Content-Type", "application/json; charset=UTF-8");

    public static Reply Text(int status, string text) =>
        new Reply(status) { Body = Encoding.UTF8.GetBytes(text) }.With("Content-Type", "text/plain; charset=utf-8");

    /// <summary>Adds a header, unless it has no value.</summary>
    public Reply With(string header, string? value)
    {
        if (value != null)
            Headers.Add(new(header, value));
        return this;
    }
}
