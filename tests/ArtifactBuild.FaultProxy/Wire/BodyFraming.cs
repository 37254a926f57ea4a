namespace ArtifactBuild.Faults.Wire;

/// <summary>
/// Finds the end of one message body as its bytes go by. Chunk data is skipped by length; only the few bytes
/// between chunks are looked at one by one.
/// </summary>
internal sealed class BodyFraming
{
    private enum State
    {
        /// <summary>In data, of a chunk or of the whole body.</summary>
        Data,

        /// <summary>In the line that tells a chunk's size.</summary>
        Size,

        /// <summary>In the line break after a chunk.</summary>
        DataEnd,

        /// <summary>After the last chunk, up to the empty line.</summary>
        Trailer,
    }

    private readonly bool _chunked;
    private State _state;
    private long _left;
    private bool _inExtension;
    private int _trailerLine;

    private BodyFraming(bool chunked, long? length)
    {
        (_chunked, Length, _left) = (chunked, length, length ?? (chunked ? 0 : long.MaxValue));
        _state = chunked ? State.Size : State.Data;
        Done = length == 0;
    }

    /// <summary>The length when it is told beforehand.</summary>
    public long? Length { get; }

    /// <summary>Whether only the end of the connection ends the body.</summary>
    public bool EndsWithConnection => !_chunked && Length is null;

    /// <summary>Whether the whole message has gone by.</summary>
    public bool Done { get; private set; }

    /// <summary>Whether only the end of a chunked body is still to come.</summary>
    public bool InTrailer => _state == State.Trailer && !Done;

    /// <summary>The bytes of data that have gone by.</summary>
    public long Payload { get; private set; }

    /// <summary>What is left of the chunk that data is being read from, or of the body.</summary>
    public long Left => _left;

    /// <summary>Whether the last advance stopped at its limit, or at the last chunk before it, and the message goes on.</summary>
    public bool AtLimit { get; private set; }

    public static BodyFraming Sized(long length) => new(false, length);

    public static BodyFraming Chunked() => new(true, null);

    public static BodyFraming UntilClose() => new(false, null);

    /// <summary>Goes over bytes up to the end of the message or to a limit of data.</summary>
    /// <param name="bytes">What has arrived.</param>
    /// <param name="limit">The amount of data, from the body's start, to stop at.</param>
    /// <returns>How many of the bytes belong to what was gone over.</returns>
    public int Advance(ReadOnlySpan<byte> bytes, long limit)
    {
        AtLimit = false;
        int i = 0;
        while (!Done)
        {
            if (_state == State.Data)
            {
                if (Payload >= limit)
                {
                    AtLimit = true;
                    return i;
                }

                int step = (int)Math.Min(Math.Min(_left, limit - Payload), bytes.Length - i);
                if (step == 0) return i;
                i += step;
                Payload += step;
                if (!EndsWithConnection) _left -= step;
                if (_left > 0) continue;
                if (_chunked) _state = State.DataEnd;
                else Done = true;
            }
            else
            {
                if (i == bytes.Length) return i;
                bool wasTrailer = _state == State.Trailer;
                Step(bytes[i++]);
                if (!wasTrailer && InTrailer && limit != long.MaxValue)
                {
                    AtLimit = true;
                    return i;
                }
            }
        }

        return i;
    }

    private void Step(byte b)
    {
        switch (_state)
        {
            case State.DataEnd:
                if (b == '\n') (_state, _left, _inExtension) = (State.Size, 0, false);
                break;
            case State.Size when b == '\n':
                _state = _left == 0 ? State.Trailer : State.Data;
                break;
            case State.Size when b == ';':
                _inExtension = true;
                break;
            case State.Size when !_inExtension && b is not ((byte)'\r' or (byte)' '):
                if (!char.IsAsciiHexDigit((char)b) || _left > int.MaxValue) throw new InvalidDataException("A chunk's size is not a number.");
                _left = (_left << 4) + (b <= '9' ? b - '0' : (b | 0x20) - 'a' + 10);
                break;
            case State.Trailer when b == '\n':
                Done = _trailerLine == 0;
                _trailerLine = 0;
                break;
            case State.Trailer when b != '\r':
                _trailerLine++;
                break;
        }
    }
}
