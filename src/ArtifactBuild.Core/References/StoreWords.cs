namespace ArtifactBuild.References;

/// <summary>The words in which messages speak of a store.</summary>
/// <param name="Object">What it keeps: “object”, “blob”.</param>
/// <param name="Container">Where it keeps them: “bucket”, “container”.</param>
/// <param name="Version">What it calls a version.</param>
/// <param name="UriAdvice">What to write instead of a URI that can't be referenced, as a sentence.</param>
/// <param name="CredentialsAdvice">
/// What to do about a refusal, as a sentence. Nothing where no credentials can be given: then every failure means that the reference
/// can't be had, and not that the store can't be used.
/// </param>
internal sealed record StoreWords(string Object, string Container, string Version, string UriAdvice, string? CredentialsAdvice);
