using System.Collections;
using ArtifactBuild.Builds.UpToDate;
using Microsoft.Build.Framework;

namespace ArtifactBuild.Tasks;

/// <summary>
/// A copy in the output as an item. MSBuild's own class can do more and is several times as large, which shows when a build with
/// nothing to do makes thousands.
/// </summary>
internal sealed class CopiedItem(CopiedFile file) : ITaskItem2
{
    private const string TargetPath = nameof(TargetPath);
    private const string Kind = "CopyToOutputDirectory";

    private static readonly string[] Names = [TargetPath, Kind];

    public string ItemSpec { get; set; } = file.Path;

    public string EvaluatedIncludeEscaped
    {
        get => MSBuildText.Escape(ItemSpec);
        set => throw new NotSupportedException();
    }

    public ICollection MetadataNames => Names;

    public int MetadataCount => Names.Length;

    public string GetMetadata(string metadataName)
    {
        if (string.Equals(metadataName, TargetPath, StringComparison.OrdinalIgnoreCase))
            return file.Target;
        return string.Equals(metadataName, Kind, StringComparison.OrdinalIgnoreCase) ? CopyKinds.IfDifferent : "";
    }

    public string GetMetadataValueEscaped(string metadataName) => MSBuildText.Escape(GetMetadata(metadataName));

    public IDictionary CloneCustomMetadata() => new Dictionary<string, string>(Names.Length) { [TargetPath] = file.Target, [Kind] = CopyKinds.IfDifferent };

    // MSBuild wants pairs of strings, whatever the interface says.
    public IDictionary CloneCustomMetadataEscaped() =>
        new Dictionary<string, string>(Names.Length) { [TargetPath] = MSBuildText.Escape(file.Target), [Kind] = CopyKinds.IfDifferent };

    public void CopyMetadataTo(ITaskItem destinationItem)
    {
        ArgumentNullException.ThrowIfNull(destinationItem);
        destinationItem.SetMetadata(TargetPath, MSBuildText.Escape(file.Target));
        destinationItem.SetMetadata(Kind, CopyKinds.IfDifferent);
    }

    public void SetMetadata(string metadataName, string metadataValue) => throw new NotSupportedException();

    public void SetMetadataValueLiteral(string metadataName, string metadataValue) => throw new NotSupportedException();

    public void RemoveMetadata(string metadataName) => throw new NotSupportedException();
}
