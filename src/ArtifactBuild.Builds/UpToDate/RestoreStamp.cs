using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ArtifactBuild.Builds.Restore;
using ArtifactBuild.Cache;

namespace ArtifactBuild.Builds.UpToDate;

/// <summary>
/// Says that everything is in place: a file with the digest of all that a restore depends on, written when the restore is
/// done. The no-op build compares it and looks at nothing else.
/// </summary>
internal sealed class RestoreStamp(RestoreRequest request, ArtifactCache cache)
{
    // Part of the digest: raised when what a restore does changes.
    private const int Revision = 2;

    private readonly string _path = PathIn(request.WorkDirectory);

    public static string PathIn(string workDirectory) => Path.Combine(workDirectory, "artifacts.stamp");

    /// <param name="lockText">The text of the lockfile.</param>
    public bool IsCurrent(string lockText)
    {
        try
        {
            return File.Exists(_path) && cache.Generation() is not null && File.ReadAllText(_path) == Compute(lockText);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Write(string lockText)
    {
        string stamp = Compute(lockText);
        Directory.CreateDirectory(request.WorkDirectory);
        File.WriteAllText(_path, stamp);
    }

    public void Remove() => File.Delete(_path);

    private string Compute(string lockText)
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
        foreach (ReferenceDeclaration reference in request.References)
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
