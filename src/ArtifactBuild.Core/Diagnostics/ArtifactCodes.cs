namespace ArtifactBuild.Diagnostics;

/// <summary>
/// The codes of every known failure. The first digit says where it belongs: 1 declaration and lockfile, 2 resolving and
/// remote, 3 integrity and cache, 4 logging, 5 generator; a second digit of 5 or more marks a warning.
/// </summary>
public static class ArtifactCodes
{
    /// <summary>An item names an artifact in a form that is not <c>[[entity/]project/]name[:version-or-alias]</c>.</summary>
    public const string InvalidName = "ART1001";

    /// <summary>An item asks for more than one version or alias at once.</summary>
    public const string AmbiguousReference = "ART1002";

    /// <summary>Two items declare the same reference, or write to the same place.</summary>
    public const string DuplicateReference = "ART1003";

    /// <summary>A property or an item's metadata has a value that can't be used.</summary>
    public const string InvalidOption = "ART1004";

    /// <summary>An update names something that the project does not refer to.</summary>
    public const string UnknownUpdate = "ART1005";

    /// <summary>The lockfile is not well-formed.</summary>
    public const string LockfileMalformed = "ART1010";

    /// <summary>The lockfile has merge conflict markers.</summary>
    public const string LockfileConflict = "ART1011";

    /// <summary>The lockfile was written by a newer version.</summary>
    public const string LockfileNewer = "ART1012";

    /// <summary>The lockfile could not be read or written.</summary>
    public const string LockfileAccess = "ART1013";

    /// <summary>Locked mode: there is no lockfile.</summary>
    public const string LockfileMissing = "ART1020";

    /// <summary>Locked mode: project and lockfile disagree.</summary>
    public const string LockfileMismatch = "ART1021";

    /// <summary>The build runs on an SDK that is too old.</summary>
    public const string SdkTooOld = "ART1030";

    /// <summary>The filter of a reference leaves nothing of it.</summary>
    public const string EmptyFilter = "ART1501";

    /// <summary>A registry address can't be used.</summary>
    public const string InvalidRegistry = "ART2001";

    /// <summary>The registry has no such collection.</summary>
    public const string CollectionNotFound = "ART2002";

    /// <summary>The collection has no such version or alias.</summary>
    public const string VersionNotFound = "ART2003";

    /// <summary>The registry was written by a newer version.</summary>
    public const string RegistryNewer = "ART2004";

    /// <summary>An object of the registry is not what it should be.</summary>
    public const string RegistryMalformed = "ART2005";

    /// <summary>The registry lacks an object that it refers to.</summary>
    public const string ObjectMissing = "ART2006";

    /// <summary>A version has another digest than the one that was asked for.</summary>
    public const string OtherDigest = "ART2007";

    /// <summary>The store could not be read or written.</summary>
    public const string StoreAccess = "ART2010";

    /// <summary>Other writers were faster for too long.</summary>
    public const string Contention = "ART2011";

    /// <summary>The store refused the credentials, or there are none.</summary>
    public const string StoreDenied = "ART2012";

    /// <summary>The bucket or container does not exist.</summary>
    public const string StoreMissing = "ART2013";

    /// <summary>The store did not answer as it should, however often it was asked.</summary>
    public const string StoreUnavailable = "ART2014";

    /// <summary>The build is offline and something is not in the cache.</summary>
    public const string OfflineMiss = "ART2020";

    /// <summary>A reference can't be loaded.</summary>
    public const string ReferenceUnavailable = "ART2030";

    /// <summary>A reference of a registry on the network leads to a file of this machine.</summary>
    public const string LocalReferenceRefused = "ART2031";

    /// <summary>The use of versions could not be recorded.</summary>
    public const string UsageNotRecorded = "ART2501";

    /// <summary>Bytes do not have the digest that they should have.</summary>
    public const string DigestMismatch = "ART3001";

    /// <summary>Bytes do not have the size that they should have.</summary>
    public const string SizeMismatch = "ART3002";

    /// <summary>A path inside an artifact is not safe to write.</summary>
    public const string UnsafePath = "ART3004";

    /// <summary>A link or another kind of file stands where a file is to be written.</summary>
    public const string PathBlocked = "ART3005";

    /// <summary>A manifest is not well-formed.</summary>
    public const string ManifestMalformed = "ART3006";

    /// <summary>Two entries can't exist side by side on a disk.</summary>
    public const string PathClash = "ART3007";

    /// <summary>The cache could not be read or written.</summary>
    public const string CacheAccess = "ART3008";

    /// <summary>A file could not be written where the user wants it.</summary>
    public const string OutputAccess = "ART3009";

    /// <summary>A folder does not hold exactly the artifact.</summary>
    public const string VerificationFailed = "ART3010";

    /// <summary>A folder is too dear to be emptied by a checkout.</summary>
    public const string NotExpendable = "ART3011";

    /// <summary>A file or folder to be added does not exist or is of the wrong kind.</summary>
    public const string SourceMissing = "ART4001";

    /// <summary>The collection holds artifacts of another type.</summary>
    public const string TypeMismatch = "ART4002";

    /// <summary>A file changed while it was being logged.</summary>
    public const string SourceChanged = "ART4003";

    /// <summary>The artifact is finalized.</summary>
    public const string Finalized = "ART4004";

    /// <summary>The artifact has an entry of that path already.</summary>
    public const string DuplicatePath = "ART4005";

    /// <summary>The artifact's name, type, alias, tag or metadata is not allowed.</summary>
    public const string InvalidArtifact = "ART4006";

    /// <summary>The artifact has no such entry.</summary>
    public const string EntryNotFound = "ART4007";

    /// <summary>The artifact has not been logged.</summary>
    public const string NotLogged = "ART4008";

    /// <summary>A reference can't be added.</summary>
    public const string InvalidReference = "ART4009";

    /// <summary>An output was declared but nothing matches its files.</summary>
    public const string OutputEmpty = "ART4010";

    /// <summary>What is to be deleted or unlinked can't be.</summary>
    public const string NotDeletable = "ART4011";

    /// <summary>Two outputs of one project have the same name.</summary>
    public const string DuplicateOutput = "ART4012";

    /// <summary>A URI belongs to no output.</summary>
    public const string UriWithoutOutput = "ART4013";

    /// <summary>The generator can't read the lockfile.</summary>
    public const string LockfileUnreadable = "ART5001";

    /// <summary>A property of the generated accessors can't be used.</summary>
    public const string InvalidAccessorProperty = "ART5002";

    /// <summary>Several entries ask for the same member name.</summary>
    public const string CollidingNames = "ART5501";

    /// <summary>An artifact has more entries than generated code can hold.</summary>
    public const string TooManyEntries = "ART5502";

    /// <summary>A path in code leads into an artifact that has no such entry.</summary>
    public const string MissingPath = "ART5503";

    /// <summary>A path in code has an accessor.</summary>
    public const string PathHasAccessor = "ART5901";
}
