namespace ArtifactBuild.Storage.Tests.References;

/// <summary>The rules of references, asked of S3.</summary>
[TestClass]
public sealed class S3ReferenceConformance : ReferenceConformance
{
    private protected override Task<ReferenceHome> StartAsync() => S3ReferenceHome.StartAsync();
}

/// <summary>The rules of references, asked of Google Cloud Storage.</summary>
[TestClass]
public sealed class GcsReferenceConformance : ReferenceConformance
{
    private protected override Task<ReferenceHome> StartAsync() => GcsReferenceHome.StartAsync();
}

/// <summary>The rules of references, asked of Azure Blob Storage.</summary>
[TestClass]
public sealed class AzureReferenceConformance : ReferenceConformance
{
    private protected override Task<ReferenceHome> StartAsync() => AzureReferenceHome.StartAsync();
}

/// <summary>The rules of references, asked of a web server.</summary>
[TestClass]
public sealed class HttpReferenceConformance : ReferenceConformance
{
    private protected override Task<ReferenceHome> StartAsync() => Task.FromResult<ReferenceHome>(new HttpReferenceHome());
}
