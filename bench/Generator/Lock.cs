using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ArtifactBuild.Bench.Generator;

/// <summary>A lockfile with one large artifact and a small one.</summary>
internal static class Lock
{
    private const string Sha256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    public static AdditionalText Of(int entries, string smallVersion = "v0")
    {
        var text = new StringBuilder("{\n  \"format\": 1,\n  \"artifacts\": [\n");
        Append(text, "frames", "v3", entries);
        Append(text.Append(",\n"), "small", smallVersion, 3);
        return new LockText(text.Append("\n  ]\n}\n").ToString());
    }

    private static void Append(StringBuilder text, string name, string version, int entries)
    {
        text.Append(CultureInfo.InvariantCulture, $$"""
                {
                  "requested": "acme/vision/{{name}}:latest",
                  "name": "acme/vision/{{name}}",
                  "type": "dataset",
                  "version": "{{version}}",
                  "registry": "s3://models/prod",
                  "digest": "0123456789abcdef0123456789abcdef",
                  "manifest": "{{Sha256}}",
                  "aliases": ["latest"],
                  "entries": [

            """);
        for (int i = 0; i < entries; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"        {{ \"path\": \"part-{i / 100:d3}/frame-{i:d6}.png\", \"size\": {1000 + i}, \"sha256\": \"{Sha256}\" }}")
                .Append(i == entries - 1 ? "\n" : ",\n");
        }

        text.Append("      ]\n    }");
    }

    private sealed class LockText(string text) : AdditionalText
    {
        private readonly SourceText _text = SourceText.From(text, Encoding.UTF8);

        public override string Path => "/src/artifacts.lock.json";

        public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
    }
}

/// <summary>The properties that the build passes.</summary>
internal sealed class BuildOptions(int limit) : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(new()
    {
        ["build_property.RootNamespace"] = "Acme",
        ["build_property.ArtifactAccessorsLimit"] = limit.ToString(CultureInfo.InvariantCulture),
    });

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) =>
        new Values(new() { ["build_metadata.AdditionalFiles.ArtifactLockfile"] = "true" });

    private sealed class Values(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
