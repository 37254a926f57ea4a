using System.Text.Json.Serialization;

namespace ArtifactBuild.References;

/// <summary>How what a server says of an object is written into an entry.</summary>
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(long))]
internal sealed partial class ReferenceJson : JsonSerializerContext;
