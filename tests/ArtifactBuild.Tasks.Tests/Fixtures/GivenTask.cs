namespace ArtifactBuild.Tasks.Tests.Fixtures;

/// <summary>A task whose work a test gives.</summary>
internal sealed class GivenTask(Func<GivenTask, CancellationToken, Task> work) : ArtifactTask
{
    public void Warn(string code, string message, ItemPlace? place = null) => LogWarning(code, message, place);

    public void Fail(Diagnostics.ArtifactException failure) => LogError(failure);

    private protected override Task RunAsync(CancellationToken cancellationToken) => work(this, cancellationToken);
}
