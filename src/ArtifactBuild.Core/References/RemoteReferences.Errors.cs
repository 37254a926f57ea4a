using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.References;

// What failures mean: of the reference itself, or of the store, and what to do.
internal abstract partial class RemoteReferences<TUri>
{
    private ArtifactException Invalid(string uri, string reason, string? advice = null) =>
        ReferenceUri.Invalid(uri, reason, advice ?? Words.UriAdvice);

    private ArtifactException CanNotBeDescribed(string uri, StoreFailure failure) => IsOfReference(failure)
        ? Invalid(uri, ReasonOf(failure))
        : new ArtifactException(failure.Code, $"“{ReferenceUri.Shown(uri)}” could not be read to reference it: {failure.Reason} {AdviceOn(failure)}");

    private ArtifactException CanNotBeLoaded(ManifestEntry entry, StoreFailure failure) => IsOfReference(failure)
        ? ReferenceUri.Unavailable(entry, ReasonOf(failure))
        : new ArtifactException(
            failure.Code,
            $"“{entry.Path}” points to {ReferenceUri.Shown(entry.Ref!)}, which could not be read: {failure.Reason} {AdviceOn(failure)}");

    private bool IsOfReference(StoreFailure failure) => failure.Code == ArtifactCodes.StoreMissing || Words.CredentialsAdvice is null;

    private string ReasonOf(StoreFailure failure)
    {
        string reason = failure.Reason.TrimEnd('.');
        // Of an object that is missing a store says so itself.
        return Words.CredentialsAdvice is null ? reason : $"there is no such {Words.Container} here: {reason}";
    }

    private string AdviceOn(StoreFailure failure) => failure.Code switch
    {
        ArtifactCodes.StoreDenied => Words.CredentialsAdvice!,
        ArtifactCodes.StoreUnavailable => $"It was tried {Options.MaxAttempts} times. Check the network, and try again.",
        _ => "Check the URI and what the server allows.",
    };

    private static string Article(string noun) => noun[0] is 'a' or 'e' or 'i' or 'o' or 'u' ? $"an {noun}" : $"a {noun}";
}
