namespace ArtifactBuild.References;

/// <summary>The URI of something on a web server.</summary>
/// <param name="Text">The URI as it was written, query included.</param>
/// <param name="Address">The same, taken apart.</param>
internal sealed record HttpUri(string Text, Uri Address) : RemoteUri
{
    /// <summary>What to do about a URI that can't be referenced.</summary>
    public const string Advice = "Check the URI, and that the server gives what it names to everybody.";

    public override string Ref => Text;

    public override string Name => FullName;

    // W&B: all that follows the last slash, the query included.
    public override string FullName => Text[(Text.LastIndexOf('/') + 1)..];

    public override string BaseName => FullName;

    // Web servers have none.
    public override string? VersionId { get; init; }

    /// <summary>Takes a URI apart; nothing when it is none of a server.</summary>
    public static HttpUri? Of(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Host.Length > 0 ? new HttpUri(text, uri) : null;

    public override string RefOf(string name) => Text;
}
