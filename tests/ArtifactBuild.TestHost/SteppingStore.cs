using ArtifactBuild.Content;
using ArtifactBuild.Storage;

namespace ArtifactBuild.TestHost;

/// <summary>A store that says before each request that it takes a step, so that whoever kills this process knows how far it is.</summary>
internal sealed class SteppingStore(IObjectStore inner) : DelegatingStore(inner)
{
    public override async Task<ObjectInfo?> HeadAsync(string key, CancellationToken cancellationToken)
    {
        await SayAsync();
        return await base.HeadAsync(key, cancellationToken);
    }

    public override async Task<StoredObject?> GetAsync(string key, ByteRange? range, CancellationToken cancellationToken)
    {
        await SayAsync();
        return await base.GetAsync(key, range, cancellationToken);
    }

    public override async Task<ObjectInfo?> PutAsync(string key, UploadSource content, PutCondition condition, CancellationToken cancellationToken)
    {
        await SayAsync();
        return await base.PutAsync(key, content, condition, cancellationToken);
    }

    public override async Task<bool> TouchAsync(string key, string ifMatch, CancellationToken cancellationToken)
    {
        await SayAsync();
        return await base.TouchAsync(key, ifMatch, cancellationToken);
    }

    private static Task SayAsync() => Console.Out.WriteLineAsync("step");
}
