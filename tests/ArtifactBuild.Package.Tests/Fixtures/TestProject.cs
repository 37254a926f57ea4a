namespace ArtifactBuild.Package.Tests.Fixtures;

/// <summary>A console project that refers to the package.</summary>
internal sealed class TestProject
{
    /// <summary>The properties of a program, and of a library.</summary>
    public const string Program = "<TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType>";
    public const string Library = "<TargetFramework>net10.0</TargetFramework>";

    private readonly Workspace _workspace;
    private readonly string _name;

    public TestProject(Workspace workspace, string name, string items, string properties)
    {
        _workspace = workspace;
        _name = name;
        Properties = properties;
        Folder = workspace[name];
        Directory.CreateDirectory(Folder);
        SetItems(items);
        if (properties.Contains("Exe", StringComparison.Ordinal))
            SetProgram("return 0;");
    }

    public string Properties { get; set; }

    public string Folder { get; }

    public string File => Path.Combine(Folder, $"{Path.GetFileName(_name)}.csproj");

    public string Lockfile => Path.Combine(Folder, "artifacts.lock.json");

    public string Stamp => Path.Combine(Folder, "obj", "Debug", "net10.0", "artifacts.stamp");

    public string Output => Path.Combine(Folder, "bin", "Debug", "net10.0");

    /// <summary>The files that came from artifacts, below <see cref="Output"/>.</summary>
    public string[] ArtifactFiles => Workspace.Files(Path.Combine(Output, "artifacts"));

    /// <summary>Writes the project file with other items.</summary>
    public void SetItems(string items) => System.IO.File.WriteAllText(File, $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            {Properties}
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <RootNamespace>App</RootNamespace>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="ArtifactBuild" Version="{PackedFeed.Version}" />
            {items}
          </ItemGroup>
        </Project>
        """);

    /// <summary>The same project of somebody who does not know the package.</summary>
    public void WriteWithoutPackage() =>
        System.IO.File.WriteAllText(File, $"""<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup>{Properties}</PropertyGroup></Project>""");

    public void SetProgram(string code) => System.IO.File.WriteAllText(Path.Combine(Folder, "Program.cs"), code);

    public string Text(string relative) => System.IO.File.ReadAllText(Path.Combine(Output, "artifacts", relative));

    public Task<CommandResult> RunAsync(params string[] arguments) => _workspace.RunAsync(Folder, arguments);

    public Task<CommandResult> TryBuildAsync(params string[] arguments) => RunAsync(["build", .. arguments]);

    /// <summary>Builds; no warning, no error.</summary>
    public async Task<CommandResult> BuildAsync(params string[] arguments) => (await TryBuildAsync(arguments)).AssertSuccess();
}
