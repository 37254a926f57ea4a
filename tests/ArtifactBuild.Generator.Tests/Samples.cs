using System.Collections.Immutable;
using ArtifactBuild.Lockfiles;

namespace ArtifactBuild.Generator.Tests;

internal static class Samples
{
    public const string Digest = "0123456789abcdef0123456789abcdef";
    public const string Sha256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    /// <summary>A lockfile of every feature, as it must be written.</summary>
    public const string Golden = """
        {
          "format": 1,
          "artifacts": [
            {
              "requested": "acme/data/labels:v12",
              "name": "acme/data/labels",
              "type": "dataset",
              "version": "v12",
              "registry": "file:///srv/registry",
              "digest": "0123456789abcdef0123456789abcdef",
              "manifest": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
              "aliases": [],
              "files": "**/*.csv",
              "pathPrefix": "train/",
              "accessors": false
            },
            {
              "requested": "acme/vision/empty:latest",
              "name": "acme/vision/empty",
              "type": "model",
              "version": "v0",
              "registry": "s3://models/prod?region=eu-central-1",
              "digest": "0123456789abcdef0123456789abcdef",
              "manifest": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
              "aliases": ["latest"],
              "entries": []
            },
            {
              "requested": "acme/vision/resnet50:production",
              "name": "acme/vision/resnet50",
              "type": "model",
              "version": "v3",
              "registry": "s3://models/prod?region=eu-central-1",
              "digest": "0123456789abcdef0123456789abcdef",
              "manifest": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
              "aliases": ["latest", "production"],
              "tags": ["fast", "quantized"],
              "metadata": {
                "": null,
                "accuracy": 0.93,
                "classes": ["cat", "dog \"rex\""],
                "epochs": 30,
                "frozen": true,
                "optimizer": { "betas": [0.9, 0.999], "lr": 1e-05, "name": "adam" },
                "trained by": "日本"
              },
              "entries": [
                { "path": "config.json", "size": 12, "sha256": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" },
                { "path": "data/test.csv", "ref": "https://example.org/test.csv" },
                { "path": "data/train.csv", "size": 99, "ref": "s3://bucket/train.csv" },
                { "path": "weights/model.onnx", "size": 102547123, "sha256": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" }
              ]
            }
          ]
        }

        """;

    public static Lockfile GoldenLockfile { get; } = new(ImmutableArray.Create(
        Artifact("acme/vision/resnet50:production") with
        {
            Version = "v3",
            Aliases = ImmutableArray.Create("production", "latest"),
            Tags = ImmutableArray.Create("quantized", "fast"),
            Metadata = GoldenMetadata,
            Entries = ImmutableArray.Create(
                File("weights/model.onnx", 102547123),
                LockedEntry.OfReference("data/train.csv", "s3://bucket/train.csv", 99),
                LockedEntry.OfReference("data/test.csv", "https://example.org/test.csv"),
                File("config.json", 12)),
        },
        Artifact("acme/vision/empty:latest") with { Aliases = ImmutableArray.Create("latest") },
        Artifact("acme/data/labels:v12") with
        {
            Type = "dataset",
            Version = "v12",
            Registry = "file:///srv/registry",
            Files = "**/*.csv",
            PathPrefix = "train/",
            HasAccessors = false,
        }));

    /// <summary>Metadata of every kind of value, in no order.</summary>
    private static ImmutableArray<LockedProperty> GoldenMetadata =>
    [
        new("trained by", LockedValue.OfText("日本")),
        new("epochs", LockedValue.OfNumber("30")),
        new("accuracy", LockedValue.OfNumber("0.93")),
        new("frozen", LockedValue.OfBoolean(true)),
        new("", LockedValue.Null),
        new("optimizer", LockedValue.OfGroup(Optimizer)),
        new("classes", LockedValue.OfList(ImmutableArray.Create(LockedValue.OfText("cat"), LockedValue.OfText("dog \"rex\"")))),
    ];

    private static ImmutableArray<LockedProperty> Optimizer =>
    [
        new("name", LockedValue.OfText("adam")),
        new("lr", LockedValue.OfNumber("1e-05")),
        new("betas", LockedValue.OfList(ImmutableArray.Create(LockedValue.OfNumber("0.9"), LockedValue.OfNumber("0.999")))),
    ];

    public static LockedArtifact Artifact(string requested, params LockedEntry[] entries) => new()
    {
        Requested = requested,
        Name = requested[..requested.IndexOf(':', StringComparison.Ordinal)],
        Type = "model",
        Version = "v0",
        Registry = "s3://models/prod?region=eu-central-1",
        Digest = Digest,
        ManifestSha256 = Sha256,
        Entries = ImmutableArray.Create(entries),
    };

    public static LockedEntry File(string path, long size = 1) => LockedEntry.OfFile(path, size, Sha256);

    public static string Lock(params LockedArtifact[] artifacts) => LockfileWriter.Write(new Lockfile(ImmutableArray.Create(artifacts)));

    public static string Lock(string requested, params string[] paths) =>
        Lock(Artifact(requested, [.. paths.Select(path => File(path))]));
}
