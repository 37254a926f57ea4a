using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Cache;

namespace ArtifactBuild.Builds.UpToDate;

/// <summary>The digest of all that a restore depends on: one with the same stamp has nothing to pin and nothing to download.</summary>
internal static class RestoreStamp
{
    // Part of the digest: raised when what a restore does changes.
    private const int Revision = 2;

    /// <param name="request">What the build asks for.</param>
    /// <param name="cache">The cache.</param>
    /// <param name="lockText">The text of the lockfile.</param>
    public static string Of(RestoreRequest request, ArtifactCache cache, string lockText)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string? text)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text ?? "");
            // Lengths keep neighbours apart.
            sha.AppendData(BitConverter.GetBytes(text is null ? -1 : bytes.Length));
            sha.AppendData(bytes);
        }

        Add(Revision.ToString(CultureInfo.InvariantCulture));
        Add(cache.CacheDirectory);
        Add(cache.Generation());
        foreach (string folder in cache.FallbackDirectories)
            Add(folder);
        Add(request.Settings.ProjectDirectory);
        foreach (ArtifactReferenceItem reference in request.References)
        {
            Add(reference.Requested);
            Add(reference.Digest);
            Add(reference.Registry);
            Add(reference.Files);
            Add(reference.PathPrefix);
            Add(reference.TargetPath);
            Add(reference.Accessors ? "accessors" : "");
            Add(reference.AllowMissingReferences ? "missing" : "");
        }

        Add(lockText);
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }
}
