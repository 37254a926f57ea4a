using System.Xml;
using ArtifactBuild.Diagnostics;
using Microsoft.Build.Framework;

namespace ArtifactBuild.Tasks;

/// <summary>Where the text of an item stands, so that an error points at it.</summary>
/// <param name="File">The project file, or the file that it imports.</param>
/// <param name="Line">The line, from 1; 0 when it is not known.</param>
/// <param name="Column">The column, from 1; 0 when it is not known.</param>
internal sealed record ItemPlace(string File, int Line, int Column)
{
    /// <summary>
    /// Finds an item. MSBuild tells a task only which file it comes from, so the file is read again when something is wrong with the
    /// item, and only then.
    /// </summary>
    public static ItemPlace Find(ITaskItem item, string itemType, string projectFile)
    {
        string file = item.GetMetadata("DefiningProjectFullPath") is { Length: > 0 } defining ? defining : projectFile;
        List<(ItemPlace Place, string Include)> found = List(file, itemType);
        List<(ItemPlace Place, string Include)> fitting = found.FindAll(one => Includes(one.Include, item.ItemSpec));
        // MSBuild has expanded the properties of an Include, so its text may differ. The only item of the type must be the one; of several,
        // the error points at the file alone.
        return (fitting.Count > 0 ? fitting : found) is [var only] ? only.Place : new ItemPlace(file, 0, 0);
    }

    private static List<(ItemPlace Place, string Include)> List(string file, string itemType)
    {
        var found = new List<(ItemPlace, string)>();
        try
        {
            using var reader = XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element && reader.LocalName == itemType && reader.GetAttribute("Include") is string include)
                {
                    // The reader gives the place of the name; MSBuild's errors point at the “<” before it.
                    var at = (IXmlLineInfo)reader;
                    found.Add((new ItemPlace(file, at.LineNumber, at.LinePosition - 1), include));
                }
            }
        }
        catch (Exception e) when (e is XmlException || DiskFailure.Is(e))
        {
            // The file was changed since the build began, so the error points at the file alone.
            found.Clear();
        }

        return found;
    }

    private static bool Includes(string include, string itemSpec) => include
        .Split(';', StringSplitOptions.TrimEntries)
        .Any(part => part == itemSpec || Uri.UnescapeDataString(part) == itemSpec);
}
