using ArtifactBuild.Storage.Tests.Support;

namespace ArtifactBuild.Storage.Tests.Conformance;

/// <summary>What a registry asks of every object store.</summary>
public abstract partial class StoreConformance : StoreTest;
