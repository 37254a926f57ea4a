using System.Xml;
using ArtifactBuild.Diagnostics;
using Microsoft.Build.Framework;

namespace ArtifactBuild.Tasks;

/// <summary>
/// Finds the line of an item. MSBuild tells a task only which file an item comes from, so the file is read again when something
/// is wrong with the item, and only then.
/// </summary>
internal static class OutputPlace
{
    /// <summary>A failure with the place of the item that it is about; the failure itself when the place is not known.</summary>
    public static ArtifactException Of(ITaskItem item, string itemType, ArtifactException failure)
    {
        string file = item.GetMetadata("DefiningProjectFullPath");
        if (failure is ArtifactFileException || file.Length == 0)
            return failure;
        (int line, int column) = Find(file, itemType, item.ItemSpec);
        return new ArtifactFileException(failure.Code, failure.Message, file, line, column);
    }

    private static (int Line, int Column) Find(string file, string itemType, string include)
    {
        var found = new List<(int Line, int Column, string Include)>();
        try
        {
            using var reader = XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element && reader.LocalName == itemType && reader.GetAttribute("Include") is string text)
                {
                    // The reader stands at the name, and MSBuild counts from the bracket before it.
                    found.Add((((IXmlLineInfo)reader).LineNumber, ((IXmlLineInfo)reader).LinePosition - 1, text));
                }
            }
        }
        catch (Exception e) when (e is XmlException or IOException or UnauthorizedAccessException)
        {
            // It was changed since the build began; the file alone must do.
            return default;
        }

        int index = found.FindIndex(element => element.Include.Split(';', StringSplitOptions.TrimEntries)
            .Any(part => part == include || Uri.UnescapeDataString(part) == include));
        // An include with properties in it is not what it says, but an only one can be no other.
        if (index < 0 && found.Count == 1)
            index = 0;
        return index < 0 ? default : (found[index].Line, found[index].Column);
    }
}
