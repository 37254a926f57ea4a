namespace ArtifactBuild.Package.Tests.Fixtures;

/// <summary>A project as <c>dotnet new</c> makes it, which gets to know the package later.</summary>
internal sealed class TemplateProject
{
    private readonly Workspace _workspace;

    private TemplateProject(Workspace workspace, string folder)
    {
        _workspace = workspace;
        Folder = folder;
    }

    public string Folder { get; }

    public static async Task<TemplateProject> CreateAsync(Workspace workspace, string template, string language = "C#")
    {
        // F# takes the folder's name for a module's, and VB for a namespace's.
        string folder = workspace["app"];
        (await workspace.RunAsync(workspace.Root, "new", template, "-lang", language, "-o", folder, "--no-restore")).AssertSuccess();
        return new TemplateProject(workspace, folder);
    }

    /// <summary>Adds the package and items to the project file.</summary>
    public void Add(string items)
    {
        string project = Directory.GetFiles(Folder, "*.*proj").Single();
        string text = File.ReadAllText(project);
        File.WriteAllText(project, text.Replace("</Project>", $"""
              <ItemGroup>
                <PackageReference Include="ArtifactBuild" Version="{PackedFeed.Version}" />
                {items}
              </ItemGroup>
            </Project>
            """, StringComparison.Ordinal));
    }

    /// <summary>Publishes without a warning.</summary>
    /// <returns>The files of the publish folder.</returns>
    public async Task<string[]> PublishAsync(string folder)
    {
        (await RunAsync("publish", "-o", _workspace[folder])).AssertSuccess();
        return Workspace.Files(_workspace[folder]);
    }

    public Task<CommandResult> RunAsync(params string[] arguments) => _workspace.RunAsync(Folder, arguments);
}
