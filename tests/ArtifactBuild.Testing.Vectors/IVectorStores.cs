using ArtifactBuild.References;

namespace ArtifactBuild.Testing.Vectors;

/// <summary>The servers of a vector that refers to objects of stores: they have exactly the objects of the vector.</summary>
internal interface IVectorStores : IAsyncDisposable
{
    /// <summary>What reads references to each store: <c>s3</c>, <c>gcs</c>, <c>azure</c>.</summary>
    IReadOnlyDictionary<string, IReferenceHandler> Handlers { get; }

    /// <summary>How many requests the servers have had.</summary>
    int Requests { get; }
}
