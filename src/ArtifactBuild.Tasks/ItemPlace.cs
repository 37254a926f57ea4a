using System.Xml;
using System.Xml.Linq;
using Microsoft.Build.Framework;

namespace ArtifactBuild.Tasks;

/// <summary>Where the text of an item stands, so that an error points at it.</summary>
/// <param name="File">The project file, or the file that it imports.</param>
/// <param name="Line">The line, from 1; 0 when it is not known.</param>
/// <param name="Column">The column, from 1; 0 when it is not known.</param>
internal sealed record ItemPlace(string File, int Line, int Column)
{
    /// <summary>Finds an item. MSBuild knows only its file; the line is looked for when something is wrong, and only then.</summary>
    public static ItemPlace Find(ITaskItem item, string element, string projectFile)
    {
        string file = item.GetMetadata("DefiningProjectFullPath") is { Length: > 0 } defining ? defining : projectFile;
        try
        {
            // An include may be a list or have properties in it: without a single element that fits, the file has to do.
            XElement[] found = [.. XDocument.Load(file, LoadOptions.SetLineInfo).Descendants()
                .Where(one => one.Name.LocalName == element && Includes(one, item.ItemSpec))];
            if (found is [IXmlLineInfo place] && place.HasLineInfo())
                return new ItemPlace(file, place.LineNumber, place.LinePosition);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or XmlException)
        {
        }

        return new ItemPlace(file, 0, 0);
    }

    private static bool Includes(XElement element, string itemSpec) => element.Attribute("Include")?.Value
        .Split(';', StringSplitOptions.TrimEntries).Contains(itemSpec, StringComparer.Ordinal) == true;
}
