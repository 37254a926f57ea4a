using System.Buffers.Text;
using System.Text;

namespace ArtifactBuild.Faults.Wire;

/// <summary>What the proxy must know of a request's head.</summary>
internal readonly record struct RequestHead(string Method, string Path, string Query, BodyFraming Body, bool ExpectsContinue, bool Closes)
{
    // So that a plain request makes no string for its method.
    private static readonly string[] Methods = ["GET", "PUT", "HEAD", "POST", "DELETE", "PATCH", "OPTIONS"];

    public static RequestHead Parse(ReadOnlySpan<byte> head)
    {
        var line = head[..head.IndexOf("\r\n"u8)];
        int first = line.IndexOf((byte)' ');
        int last = line.LastIndexOf((byte)' ');
        if (first <= 0 || last <= first) throw new InvalidDataException("The first line of a request is not HTTP.");
        var target = line[(first + 1)..last];
        int question = target.IndexOf((byte)'?');
        var path = question < 0 ? target : target[..question];
        var query = question < 0 ? default : target[(question + 1)..];

        var facts = HeaderFacts.Parse(head);
        var body = facts.Chunked ? BodyFraming.Chunked() : BodyFraming.Sized(facts.Length ?? 0);
        bool closes = facts.Closes || line[(last + 1)..].SequenceEqual("HTTP/1.0"u8);
        return new(MethodName(line[..first]), Encoding.Latin1.GetString(path), Encoding.Latin1.GetString(query), body, facts.ExpectsContinue, closes);
    }

    private static string MethodName(ReadOnlySpan<byte> bytes)
    {
        foreach (string known in Methods)
        {
            if (Ascii.Equals(bytes, known)) return known;
        }

        return Encoding.Latin1.GetString(bytes);
    }
}

/// <summary>What the proxy must know of a response's head.</summary>
internal readonly record struct ResponseHead(int Status, BodyFraming Body)
{
    public static ResponseHead Parse(ReadOnlySpan<byte> head, string requestMethod)
    {
        // "HTTP/1.1 200 OK": the status stands at a fixed place.
        if (!head.StartsWith("HTTP/1."u8) || !Utf8Parser.TryParse(head[9..12], out int status, out int read) || read != 3)
        {
            throw new InvalidDataException("The first line of a response is not HTTP.");
        }

        if (status is >= 100 and < 200 or 204 or 304 || requestMethod == "HEAD") return new(status, BodyFraming.Sized(0));
        var facts = HeaderFacts.Parse(head);
        var body = facts.Chunked ? BodyFraming.Chunked() : facts.Length is { } length ? BodyFraming.Sized(length) : BodyFraming.UntilClose();
        return new(status, body);
    }
}

/// <summary>The headers that say where a message ends.</summary>
internal readonly record struct HeaderFacts(long? Length, bool Chunked, bool ExpectsContinue, bool Closes)
{
    public static HeaderFacts Parse(ReadOnlySpan<byte> head)
    {
        long? length = null;
        bool chunked = false, expects = false, closes = false;
        var lines = new HeaderLines(head);
        while (lines.Next(out var name, out var value))
        {
            if (Ascii.EqualsIgnoreCase(name, "content-length"u8))
            {
                if (!Utf8Parser.TryParse(value, out long parsed, out int read) || read != value.Length || parsed < 0)
                {
                    throw new InvalidDataException("A Content-Length is not a number.");
                }

                length = parsed;
            }
            else if (Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8))
            {
                chunked = value.Length >= 7 && Ascii.EqualsIgnoreCase(value[^7..], "chunked"u8);
            }
            else if (Ascii.EqualsIgnoreCase(name, "expect"u8))
            {
                expects = Ascii.EqualsIgnoreCase(value, "100-continue"u8);
            }
            else if (Ascii.EqualsIgnoreCase(name, "connection"u8))
            {
                closes = Ascii.EqualsIgnoreCase(value, "close"u8);
            }
        }

        return new(length, chunked, expects, closes);
    }
}
