namespace ArtifactBuild.Faults.Wire;

/// <summary>Walks over the header lines of a head, without the first line.</summary>
internal ref struct HeaderLines(ReadOnlySpan<byte> head)
{
    private ReadOnlySpan<byte> _rest = head[(head.IndexOf("\r\n"u8) + 2)..];

    public bool Next(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        int end = _rest.IndexOf("\r\n"u8);
        if (end <= 0)
        {
            name = value = default;
            return false;
        }

        var line = _rest[..end];
        _rest = _rest[(end + 2)..];
        int colon = line.IndexOf((byte)':');
        if (colon < 0) throw new InvalidDataException("A header line has no colon.");
        name = line[..colon];
        value = line[(colon + 1)..].Trim(" \t"u8);
        return true;
    }
}
