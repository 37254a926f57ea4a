using System.Collections.Concurrent;

namespace ArtifactBuild.Package.Tests.Fixtures;

/// <summary>
/// What <c>dotnet restore</c> leaves in <c>obj</c> of a project that refers to the package and to nothing else. It is the same for
/// all such projects but for their path, so each set of properties is restored once and copied: a restore costs nearly as
/// much as a build that has nothing to do.
/// </summary>
internal static class RestoredProject
{
    // No other text in the files contains it.
    private const string Name = "restored-once";

    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Folders = new(StringComparer.Ordinal);

    /// <summary>Makes the files of a restore for a project.</summary>
    /// <param name="properties">The project's properties.</param>
    /// <param name="projectFile">Its path, in which XML and JSON escape nothing.</param>
    public static async Task CopyAsync(string properties, string projectFile)
    {
        string source = await Folders.GetOrAdd(properties, key => new Lazy<Task<string>>(() => RestoreAsync(key))).Value;
        string folder = Path.GetDirectoryName(projectFile)!;
        string name = Path.GetFileNameWithoutExtension(projectFile);
        Directory.CreateDirectory(Path.Combine(folder, "obj"));
        foreach (string path in Directory.EnumerateFiles(Path.Combine(source, "obj")))
        {
            string text = await File.ReadAllTextAsync(path);
            await File.WriteAllTextAsync(
                Path.Combine(folder, "obj", Path.GetFileName(path).Replace(Name, name, StringComparison.Ordinal)),
                text.Replace(source, folder, StringComparison.Ordinal).Replace(Name, name, StringComparison.Ordinal));
        }
    }

    private static async Task<string> RestoreAsync(string properties)
    {
        string folder = Directory.CreateDirectory(Path.Combine(PackedFeed.RestoredProjects, $"{Guid.NewGuid():N}")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "nuget.config"), PackedFeed.NuGetConfig);
        await File.WriteAllTextAsync(Path.Combine(folder, $"{Name}.csproj"), TestProject.FileText(properties, ""));
        (await Command.RunAsync(new CommandLine(Command.Dotnet, folder)
        {
            Arguments = ["restore"],
            Environment = new Dictionary<string, string> { ["NUGET_PACKAGES"] = PackedFeed.Packages },
        })).AssertSuccess();
        return folder;
    }
}
