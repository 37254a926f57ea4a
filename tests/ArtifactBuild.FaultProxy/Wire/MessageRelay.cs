using System.Net.Sockets;

namespace ArtifactBuild.Faults.Wire;

/// <summary>How the relay of one message ended.</summary>
internal enum RelayEnd
{
    /// <summary>The whole message went by.</summary>
    Complete,

    /// <summary>The sender ended its stream before the end of the message.</summary>
    SourceEnded,

    /// <summary>A fault ended the message.</summary>
    Cut,
}

/// <summary>
/// Passes one message on, byte for byte, and does one fault at one place of it. The head is the start of what is
/// unread; it goes out in the same send as what has arrived of the body.
/// </summary>
internal sealed class MessageRelay(Peer from, Peer? to, BodyFraming body, CancellationToken cancellationToken)
{
    private long _limit = long.MaxValue;
    private double? _partOfFirstChunk;
    private FlipFault? _flip;

    /// <summary>The fault to do, one that has a place in a message.</summary>
    public Fault? Fault { get; init; }

    public Throttle? Throttle { get; init; }

    /// <summary>What a stall is measured with.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Told that the fault is done now.</summary>
    public Action<Fault>? OnFault { get; init; }

    /// <summary>Told that the last piece of the message goes out now.</summary>
    public Action? OnLast { get; init; }

    /// <summary>Whether it failed because the receiver takes no more.</summary>
    public bool TargetLost { get; private set; }

    public async Task<RelayEnd> RunAsync(int head)
    {
        if (Fault is not null)
        {
            int inHead = Aim(PlaceOf(Fault), head);
            if (inHead >= 0)
            {
                if (inHead > 0) await PassAsync(inHead);
                if (await DoAsync()) return RelayEnd.Cut;
                head -= inHead;
            }
        }

        while (true)
        {
            int count = head + Advance(head);
            if (body.Done) OnLast?.Invoke();
            if (count > 0) await PassAsync(count);
            head = 0;
            if (body.Done) return RelayEnd.Complete;
            if (body.AtLimit && _flip is null)
            {
                if (!AimInChunk() && await DoAsync()) return RelayEnd.Cut;
                continue;
            }

            if (!from.Unread.IsEmpty || await from.FillAsync()) continue;
            if (!body.EndsWithConnection) return RelayEnd.SourceEnded;
            OnLast?.Invoke();
            return RelayEnd.Complete;
        }
    }

    private static FaultPoint PlaceOf(Fault fault) => fault switch
    {
        CutFault cut => cut.At,
        TruncateFault truncate => truncate.At,
        ShortenFault shorten => shorten.At,
        StallFault stall => stall.At,
        FlipFault flip => flip.At,
        _ => throw new InvalidOperationException($"{fault.Kind} has no place in a message."),
    };

    /// <summary>Finds out where the fault is to be done.</summary>
    /// <returns>The place in the head, or -1 when it is in the body or nowhere.</returns>
    private int Aim(FaultPoint at, int head)
    {
        bool needsBody = Fault is FlipFault or TruncateFault or ShortenFault;
        if (needsBody && body.Done) return -1;
        _flip = Fault as FlipFault;
        if (body.Done || (at.IsHead && !needsBody))
        {
            return (int)Math.Min(at.Fraction is { } part ? (long)(part * head) : at.IsHead ? at.Bytes : head, head - 1);
        }

        if (at.IsHead) at = FaultPoint.InBody(0);
        if (at.Fraction is { } fraction && body.Length is null)
        {
            _partOfFirstChunk = fraction;
            _limit = 0;
        }
        else
        {
            _limit = at.Fraction is { } f ? (long)(f * body.Length!.Value) : at.Bytes;
            if (body.Length is { } length) _limit = Math.Min(_limit, length - 1);
        }

        return -1;
    }

    /// <summary>Turns a part of the first chunk into a place, now that its length is known.</summary>
    /// <returns>Whether there is still way to go to the place.</returns>
    private bool AimInChunk()
    {
        if (_partOfFirstChunk is not { } part || body.InTrailer) return false;
        _partOfFirstChunk = null;

        // What ends with the connection has no first chunk; take a short way.
        _limit = (long)(part * (body.EndsWithConnection ? 1024 : body.Left));
        return _limit > 0;
    }

    private int Advance(int head)
    {
        var unread = from.Unread.Span[head..];
        if (Throttle is not null && unread.Length > Throttle.Piece) unread = unread[..Throttle.Piece];
        int count = body.Advance(unread, _limit);
        if (_flip is null || !body.AtLimit) return count;
        if (AimInChunk())
        {
            count += body.Advance(unread[count..], _limit);
            if (!body.AtLimit) return count;
        }

        // At the limit without a byte to turn over: the next one comes later, or the end of the chunks does.
        if (count == unread.Length && !body.InTrailer) return count;
        if (!body.InTrailer)
        {
            OnFault?.Invoke(_flip);
            unread[count] ^= (byte)(1 << _flip.Bit);
        }

        (_flip, _limit) = (null, long.MaxValue);
        return count + body.Advance(unread[count..], _limit);
    }

    /// <summary>Does the fault at its place.</summary>
    /// <returns>Whether the message ends here.</returns>
    private async ValueTask<bool> DoAsync()
    {
        _limit = long.MaxValue;
        OnFault?.Invoke(Fault!);
        if (Fault is not StallFault stall) return true;
        await Task.Delay(stall.Time, Clock, cancellationToken);
        return false;
    }

    private async ValueTask PassAsync(int count)
    {
        try
        {
            if (to is not null) await to.SendAsync(from.Unread[..count]);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            TargetLost = true;
            throw;
        }

        from.Consume(count);
        if (Throttle is not null) await Throttle.PaceAsync(count, cancellationToken);
    }
}
