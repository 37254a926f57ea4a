using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace ArtifactBuild.Storage.Azure.Blobs;

/// <summary>Reads a list of blobs (<c>EnumerationResults</c>).</summary>
internal static class BlobListXml
{
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <exception cref="XmlException">The body is not a list of blobs.</exception>
    public static BlobPage Read(Stream body)
    {
        using var reader = XmlReader.Create(body, Settings);
        XElement? root = XDocument.Load(reader, LoadOptions.PreserveWhitespace).Root;
        if (root?.Name != "EnumerationResults" || root.Element("Blobs") is not XElement blobs)
            throw new XmlException();
        string? next = root.Element("NextMarker")?.Value;
        return new BlobPage([.. blobs.Elements("Blob").Select(StateOf)], string.IsNullOrEmpty(next) ? null : next);
    }

    private static BlobState StateOf(XElement blob)
    {
        XElement? properties = blob.Element("Properties");
        if (blob.Element("Name") is not XElement name
            || properties?.Element("Etag")?.Value is not string etag
            || !long.TryParse(properties.Element("Content-Length")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long size)
            || !BlobHeaders.TryReadTime(properties.Element("Last-Modified")?.Value, out DateTimeOffset written))
        {
            throw new XmlException();
        }

        // A name with a character that XML can't have comes percent-encoded.
        string key = (string?)name.Attribute("Encoded") == "true" ? Uri.UnescapeDataString(name.Value) : name.Value;
        string? version = blob.Element("VersionId")?.Value;
        bool isFolder = BlobHeaders.IsTrue(blob.Element("Metadata")?.Element(BlobHeaders.FolderMark)?.Value);
        return new BlobState(new ObjectInfo(key, size, BlobHeaders.Bare(etag), written), version, isFolder);
    }
}
