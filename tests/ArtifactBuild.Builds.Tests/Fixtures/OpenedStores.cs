using ArtifactBuild.Artifacts;
using ArtifactBuild.Storage;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Builds.Tests.Fixtures;

/// <summary>The stores of the registries that a build opened, in order.</summary>
internal sealed class OpenedStores
{
    public List<WatchedStore> All { get; } = [];

    public Func<StoreCall, CancellationToken, Task>? Before { get; init; }

    public WatchedStore Only() => All.Single();

    public ArtifactRegistry Open(string address, ArtifactRegistryOptions options)
    {
        var store = new WatchedStore(ObjectStores.Open(address)) { Before = Before };
        All.Add(store);
        return new ArtifactRegistry(store, options);
    }
}
