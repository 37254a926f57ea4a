using System.Globalization;
using System.Text;
using System.Xml.Linq;
using ArtifactBuild.Diagnostics;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Task = System.Threading.Tasks.Task;

namespace ArtifactBuild.Tasks;

/// <summary>
/// Says where the files of artifacts lie in a package, and writes the targets file of that package, which copies them to the
/// output of its users.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class PackArtifacts : ArtifactTask
{
    private static readonly string[] Copied = ["Link", "CopyToOutputDirectory", "CopyToPublishDirectory"];

    /// <summary>The files, each with its <c>Link</c>.</summary>
    [Required]
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>The folder for the files in the package.</summary>
    [Required]
    public string PackageFolder { get; set; } = "";

    /// <summary>The absolute path of the targets file, which will lie two folders deep in the package.</summary>
    [Required]
    public string TargetsFile { get; set; } = "";

    /// <summary>The files, each with its <c>PackagePath</c>.</summary>
    [Output]
    public ITaskItem[] PackageFiles { get; private set; } = [];

    /// <inheritdoc/>
    private protected override Task RunAsync(CancellationToken cancellationToken)
    {
        PackageFiles = [.. Files.Select(ToPackageFile)];
        var items = new XElement("ItemGroup", Files.Select((file, i) => ToElement(file, FolderOf(i), NameOf(file))));
        string text = new XDocument(new XElement("Project", items)) + "\n";
        DiskFailure.Explain(() => WriteTargets(text), e => new ArtifactException(
            ArtifactCodes.OutputAccess, $"{TargetsFile} can't be written: {e.Message} Make the folder writable.", e));
        return Task.CompletedTask;
    }

    // Only when different, so that the file keeps its time.
    private void WriteTargets(string text)
    {
        if (File.Exists(TargetsFile) && File.ReadAllText(TargetsFile) == text)
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(TargetsFile)!);
        File.WriteAllText(TargetsFile, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    // Each file gets a folder of its own: the same object of the cache, or two loaded references of one name, may occur twice.
    private string FolderOf(int index) => string.Create(CultureInfo.InvariantCulture, $"{PackageFolder}/{index}/");

    private static string NameOf(ITaskItem file) => Path.GetFileName(file.ItemSpec);

    private ITaskItem ToPackageFile(ITaskItem file, int index)
    {
        var item = new TaskItem(file);
        // NuGet takes a path for a folder only when it ends in a slash.
        item.SetMetadata("PackagePath", FolderOf(index));
        return item;
    }

    private static XElement ToElement(ITaskItem file, string folder, string name)
    {
        var element = new XElement("None", new XAttribute("Include", $"$(MSBuildThisFileDirectory)../../{folder}{MSBuildText.Escape(name)}"));
        foreach (string metadata in Copied)
            element.Add(new XAttribute(metadata, MSBuildText.Escape(file.GetMetadata(metadata))));
        // As in the library's own build.
        element.Add(new XAttribute("Pack", "false"), new XAttribute("Visible", "false"), new XAttribute("ExcludeFromSingleFile", "true"));
        return element;
    }
}
