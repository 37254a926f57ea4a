using System.Net;
using System.Text;
using System.Text.Json;

namespace ArtifactBuild.GcsHosting.Tests.Fixtures;

/// <summary>What came back.</summary>
internal sealed record Answer(HttpStatusCode Status, byte[] Body, IReadOnlyDictionary<string, string> Headers)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json
    {
        get
        {
            using JsonDocument document = JsonDocument.Parse(Body);
            return document.RootElement.Clone();
        }
    }

    /// <summary>The reason in the API's error document.</summary>
    public string? Reason => Json.GetProperty("error").GetProperty("errors")[0].GetProperty("reason").GetString();

    public static async Task<Answer> ReadAsync(HttpResponseMessage response)
    {
        var headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .ToDictionary(each => each.Key, each => each.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return new Answer(response.StatusCode, await response.Content.ReadAsByteArrayAsync(), headers);
    }

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public Answer Expect(HttpStatusCode status, string? reason = null)
    {
        Assert.AreEqual(status, Status, Text);
        if (reason != null)
            Assert.AreEqual(reason, Reason, Text);
        return this;
    }

    /// <summary>"Send more": so much is kept.</summary>
    public void ExpectKept(long bytes)
    {
        Assert.AreEqual((HttpStatusCode)308, Status, Text);
        Assert.AreEqual(bytes == 0 ? null : $"bytes=0-{bytes - 1}", Header("Range"));
    }
}
