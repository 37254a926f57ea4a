namespace ArtifactBuild.Storage.Remote;

/// <summary>A page of a list.</summary>
/// <param name="Objects">The objects, with the store's own names for keys.</param>
/// <param name="Next">What asks for the next page; nothing after the last one.</param>
internal sealed record ListPage(IReadOnlyList<ObjectInfo> Objects, string? Next);
