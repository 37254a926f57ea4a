using ArtifactBuild.GcsHosting.Http;

namespace ArtifactBuild.GcsHosting.State;

/// <summary>A bucket and its objects. Each change and each page of a listing happens under one lock, so that of two racing writers one wins.</summary>
internal sealed class Bucket(string name, GenerationClock clock)
{
    private readonly Lock _lock = new();
    private readonly SortedList<string, ObjectVersions> _objects = new(ObjectNameOrder.Instance);

    public string Name => name;

    public BucketFields Fields { get; private set; } = BucketFields.New();

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
                return _objects.Count == 0;
        }
    }

    /// <summary>Sets what a new bucket is made with.</summary>
    public void Begin(BucketFields fields)
    {
        lock (_lock)
            Fields = fields;
    }

    public void Change(Func<BucketFields, BucketFields> change)
    {
        lock (_lock)
            Fields = change(Fields) with { Metageneration = Fields.Metageneration + 1, Updated = DateTimeOffset.UtcNow };
    }

    /// <summary>The live generation or the one that is asked for; null when it is not there.</summary>
    public StoredObject? Find(string objectName, long? generation = null)
    {
        lock (_lock)
            return _objects.GetValueOrDefault(objectName)?.Find(generation);
    }

    public StoredObject Get(string objectName, long? generation, Conditions conditions)
    {
        StoredObject found = Find(objectName, generation) ?? throw ApiError.NoSuchObject(name, objectName);
        conditions.Check(found);
        return found;
    }

    /// <summary>Makes a new live generation.</summary>
    public StoredObject Store(string objectName, Payload payload, ObjectFields fields, Conditions conditions)
    {
        lock (_lock)
        {
            ObjectVersions? versions = _objects.GetValueOrDefault(objectName);
            conditions.Check(versions?.Live);
            if (versions == null)
                _objects[objectName] = versions = new ObjectVersions();

            (long generation, DateTimeOffset now) = clock.Next();
            var stored = new StoredObject(name, objectName, generation, payload, fields, now);
            versions.Retire(keep: Fields.Versioning, now);
            versions.Live = stored;
            return stored;
        }
    }

    /// <summary>Changes the fields of a generation.</summary>
    public StoredObject Change(string objectName, long? generation, Conditions conditions, Func<ObjectFields, ObjectFields> change)
    {
        lock (_lock)
        {
            StoredObject found = Get(objectName, generation, conditions);
            StoredObject changed = found with
            {
                Fields = change(found.Fields),
                Metageneration = found.Metageneration + 1,
                Updated = DateTimeOffset.UtcNow,
            };
            _objects[objectName].Replace(found, changed);
            return changed;
        }
    }

    /// <summary>Without a generation, the live one goes (and stays as a noncurrent one where versions are kept); with one, that one is gone for good.</summary>
    public void Remove(string objectName, long? generation, Conditions conditions)
    {
        lock (_lock)
        {
            StoredObject found = Get(objectName, generation, conditions);
            ObjectVersions versions = _objects[objectName];
            if (generation == null)
                versions.Retire(keep: Fields.Versioning, DateTimeOffset.UtcNow);
            else
                versions.Remove(found);
            if (versions.IsEmpty)
                _objects.Remove(objectName);
        }
    }

    public ListPage List(ListQuery query)
    {
        lock (_lock)
            return query.Run(_objects);
    }
}
