using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Storage;

namespace ArtifactBuild.Builds.Settings;

/// <summary>
/// Registries that are read in place of others. Items and lockfile keep the address of the original, and the digests of the
/// lockfile hold for what comes from the mirror.
/// </summary>
internal sealed class RegistryMirror
{
    private readonly Dictionary<string, string> _byOriginal = new(StringComparer.Ordinal);
    private readonly string? _ofAll;
    private readonly string _projectDirectory;

    private RegistryMirror(GivenText given, string projectDirectory)
    {
        _projectDirectory = projectDirectory;
        foreach (string part in given.List)
        {
            (string? original, string mirror) = Split(given.Where, part);
            if (original is null ? _ofAll is not null : !_byOriginal.TryAdd(Key(original), Absolute(mirror)))
                throw Invalid(given.Where, part, "it replaces for a second time what another part replaces");
            if (original is null)
                _ofAll = Absolute(mirror);
        }
    }

    /// <summary>Reads the option.</summary>
    /// <param name="given">
    /// <c>original=mirror</c>, or the address of a mirror of all registries; several are separated by semicolons.
    /// </param>
    /// <param name="projectDirectory">The absolute path that relative paths start from.</param>
    /// <returns>The mirrors; <see langword="null"/> when the text is empty.</returns>
    /// <exception cref="ArtifactException">ART1004: the text has another form.</exception>
    public static RegistryMirror? Read(GivenText given, string projectDirectory) =>
        string.IsNullOrWhiteSpace(given.Text) ? null : new RegistryMirror(given, projectDirectory);

    /// <summary>The address to read in place of another.</summary>
    /// <param name="address">A URI or an absolute path.</param>
    /// <returns>The mirror's address; the same address when it has none.</returns>
    public string Of(string address) => _byOriginal.GetValueOrDefault(Key(address)) ?? _ofAll ?? address;

    /// <summary>
    /// The registry, or its mirror, to read from, and how. References to files of this machine, which a registry on the network
    /// may not name, need leave in a mirror of it as well: a folder with a copy of such a registry is no more to be trusted.
    /// </summary>
    /// <param name="address">A URI or an absolute path.</param>
    /// <param name="options">How it is used.</param>
    /// <returns>The address to open, and the options to open it with.</returns>
    public (string Address, ArtifactRegistryOptions Options) Redirect(string address, ArtifactRegistryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string mirror = Of(address);
        bool isCopyOfRemote = mirror != address && ObjectStores.SchemeOf(address) is not (null or "file");
        return (mirror, isCopyOfRemote ? options with { AllowFileReferences = options.AllowFileReferences ?? false } : options);
    }

    /// <summary>Opens a registry, or its mirror, to read from it: see <see cref="Redirect"/>.</summary>
    /// <returns>The registry, to be disposed.</returns>
    public ArtifactRegistry Open(string address, ArtifactRegistryOptions options)
    {
        (string mirror, ArtifactRegistryOptions redirected) = Redirect(address, options);
        return ArtifactRegistry.Open(mirror, redirected);
    }

    // Options are those of a mirror: an original is known without them, so the first “=” before any “?” is the one between the two.
    private static (string? Original, string Mirror) Split(string where, string part)
    {
        int query = part.IndexOf('?', StringComparison.Ordinal);
        int equals = part.AsSpan(0, query < 0 ? part.Length : query).IndexOf('=');
        if (equals < 0)
            return (null, part);
        string original = part[..equals].Trim(), mirror = part[(equals + 1)..].Trim();
        return original.Length > 0 && mirror.Length > 0 ? (original, mirror) : throw Invalid(where, part, "one side of “=” is empty");
    }

    private string Key(string address)
    {
        int query = ObjectStores.SchemeOf(address) is null ? -1 : address.IndexOf('?', StringComparison.Ordinal);
        string bare = Absolute(query < 0 ? address : address[..query]);
        return bare.Length > 1 ? bare.TrimEnd('/', Path.DirectorySeparatorChar) : bare;
    }

    private string Absolute(string address) => ObjectStores.SchemeOf(address) switch
    {
        null => Path.GetFullPath(address, _projectDirectory),
        "file" when Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && uri.Query.Length == 0 => Path.GetFullPath(uri.LocalPath),
        _ => address,
    };

    private static ArtifactException Invalid(string where, string part, string reason) => new(
        ArtifactCodes.InvalidOption,
        $"{where} has “{LogicalPath.Printable(StoreAddress.WithoutSecrets(part))}”, and {reason}. Write original=mirror, or one address that replaces all registries; separate several by “;”.");
}
