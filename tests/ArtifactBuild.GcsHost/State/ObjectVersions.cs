namespace ArtifactBuild.GcsHosting.State;

/// <summary>The generations of one name: at most one is live.</summary>
internal sealed class ObjectVersions
{
    // In the order of their generations.
    private readonly List<StoredObject> _noncurrent = [];

    public StoredObject? Live { get; set; }

    public bool IsEmpty => Live == null && _noncurrent.Count == 0;

    /// <summary>All, the oldest first.</summary>
    public IEnumerable<StoredObject> All => Live == null ? _noncurrent : _noncurrent.Append(Live);

    public StoredObject? Find(long? generation) =>
        generation == null ? Live : All.FirstOrDefault(each => each.Generation == generation);

    /// <summary>Ends the life of the live one.</summary>
    public void Retire(bool keep, DateTimeOffset now)
    {
        if (keep && Live != null)
            _noncurrent.Add(Live with { TimeDeleted = now });
        Live = null;
    }

    public void Replace(StoredObject old, StoredObject changed)
    {
        if (ReferenceEquals(Live, old))
            Live = changed;
        else
            _noncurrent[_noncurrent.IndexOf(old)] = changed;
    }

    public void Remove(StoredObject old)
    {
        if (ReferenceEquals(Live, old))
            Live = null;
        else
            _noncurrent.Remove(old);
    }
}
