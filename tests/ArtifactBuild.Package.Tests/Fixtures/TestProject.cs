using System.Text.RegularExpressions;

namespace ArtifactBuild.Package.Tests.Fixtures;

/// <summary>A console project that refers to the package.</summary>
internal sealed partial class TestProject
{
    /// <summary>The properties of a program, and of a library.</summary>
    public const string Program = "<TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType>";
    public const string Library = "<TargetFramework>net10.0</TargetFramework>";

    private readonly Workspace _workspace;
    private readonly string _name;

    // The references to other projects, now and when the packages were last restored; null when the file is not of this class.
    private string? _references;
    private string? _restored;

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

    public string Properties { get; }

    public string Folder { get; }

    public string File => Path.Combine(Folder, $"{Path.GetFileName(_name)}.csproj");

    public string Lockfile => Path.Combine(Folder, "artifacts.lock.json");

    public string LastBuild => Path.Combine(Folder, "obj", "Debug", "net10.0", "artifacts.lastbuild");

    public string Output => Path.Combine(Folder, "bin", "Debug", "net10.0");

    /// <summary>The files that came from artifacts, below <see cref="Output"/>.</summary>
    public string[] ArtifactFiles => Workspace.Files(Path.Combine(Output, "artifacts"));

    // Whether a restore of the same properties elsewhere will do, so that its files can be copied.
    private bool IsRestoredByCopy => _references == "" && PlainPath().IsMatch(File);

    private bool IsRestored => _references is not null && _references == _restored;

    /// <summary>The text of a project file.</summary>
    public static string FileText(string properties, string items) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            {properties}
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <RootNamespace>App</RootNamespace>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="ArtifactBuild" Version="{PackedFeed.Version}" />
            {items}
          </ItemGroup>
        </Project>
        """;

    /// <summary>Writes the project file with other items.</summary>
    public void SetItems(string items)
    {
        System.IO.File.WriteAllText(File, FileText(Properties, items));
        _references = string.Concat(ProjectReference().Matches(items).Select(match => match.Value));
    }

    /// <summary>Writes another project file, with which each build restores the packages.</summary>
    public void SetFile(string text)
    {
        System.IO.File.WriteAllText(File, text);
        _references = null;
    }

    /// <summary>The same project of somebody who does not know the package.</summary>
    public void WriteWithoutPackage() => SetFile($"""<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup>{Properties}</PropertyGroup></Project>""");

    public void SetProgram(string code) => System.IO.File.WriteAllText(Path.Combine(Folder, "Program.cs"), code);

    public string Text(string relative) => System.IO.File.ReadAllText(Path.Combine(Output, "artifacts", relative));

    /// <summary>Starts dotnet in the project's folder. A build restores the packages only when the references are not those of the last restore.</summary>
    public Task<CommandResult> RunAsync(params string[] arguments) => RunAsync(new Dictionary<string, string>(), arguments);

    /// <summary>As <see cref="RunAsync(string[])"/>, with variables besides those of the workspace.</summary>
    public async Task<CommandResult> RunAsync(IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        if (arguments[0] is "build" or "msbuild" && IsRestoredByCopy)
            await RestoreAsync();
        if (arguments[0] == "build" && IsRestored)
            arguments = [.. arguments, "--no-restore"];
        CommandResult result = await Command.RunAsync(_workspace.Dotnet(Folder, arguments).With(variables));
        if (arguments[0] is "build" or "pack" or "restore" && result.ExitCode == 0)
            _restored = _references;
        return result;
    }

    /// <summary>Restores the packages, unless that is done.</summary>
    public async Task RestoreAsync()
    {
        if (IsRestored)
            return;
        if (IsRestoredByCopy)
            await RestoredProject.CopyAsync(Properties, File);
        else
            (await _workspace.RunAsync(Folder, "restore")).AssertSuccess();
        _restored = _references;
    }

    public Task<CommandResult> TryBuildAsync(params string[] arguments) => RunAsync(["build", .. arguments]);

    /// <summary>Builds; no warning, no error.</summary>
    public async Task<CommandResult> BuildAsync(params string[] arguments) => (await TryBuildAsync(arguments)).AssertSuccess();

    [GeneratedRegex("<ProjectReference [^>]*>", RegexOptions.CultureInvariant)]
    private static partial Regex ProjectReference();

    // XML and JSON escape nothing in it.
    [GeneratedRegex("^[A-Za-z0-9/._-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainPath();
}
