namespace ArtifactBuild.Package.Tests.Fixtures;

/// <summary>A test with a workspace of its own, which stays with its binary logs when the test fails.</summary>
public abstract class PackageTest
{
    public required TestContext TestContext { get; set; }

    private protected Workspace Workspace { get; private set; } = null!;

    [TestInitialize]
    public void CreateWorkspace() => Workspace = new Workspace();

    [TestCleanup]
    public void DeleteWorkspace()
    {
        if (TestContext.CurrentTestOutcome is UnitTestOutcome.Passed or UnitTestOutcome.Inconclusive)
            Workspace.Delete();
        else
            TestContext.WriteLine($"The workspace with its binary logs is kept: {Workspace.Root}");
    }
}
