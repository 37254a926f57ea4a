using System.Globalization;
using System.Text;

namespace ArtifactBuild.Faults.Wire;

/// <summary>The response of one exchange, on its way from the server to the client.</summary>
internal sealed class ExchangeAnswer(Exchange exchange, ProxyConnection connection)
{
    private BodyFraming? _shown;
    private long _madeBytes;

    /// <summary>The status that the client sees.</summary>
    public int Status { get; private set; }

    /// <summary>The status that the server gave.</summary>
    public int ServerStatus { get; private set; }

    /// <summary>The bytes of body for the client.</summary>
    public long ShownBytes => _shown?.Payload ?? _madeBytes;

    /// <summary>Answers in the server's place.</summary>
    public async Task SendErrorAsync(AnswerFault answer, bool close)
    {
        byte[] bytes = ErrorAnswer.Make(answer, exchange.Head.Method == "HEAD", close, out int bodyBytes);
        (Status, _madeBytes) = (answer.Status, bodyBytes);
        exchange.Note(answer);
        exchange.Record();
        await connection.Client.SendAsync(bytes);
    }

    /// <summary>Passes the server's response on, or does to it what the fault says.</summary>
    public async Task<ExchangeEnd> RelayAsync(Peer server)
    {
        var client = connection.Client;
        ResponseHead head;
        int length;
        while (true)
        {
            length = await server.ReadHeadAsync();
            if (length == 0 || exchange.Muted) return ExchangeEnd.Finish;
            head = ResponseHead.Parse(server.Unread.Span[..length], exchange.Head.Method);
            if (head.Status is < 100 or > 199) break;
            await client.SendAsync(server.Unread[..length]);
            server.Consume(length);
        }

        ServerStatus = head.Status;
        switch (exchange.Fault)
        {
            case AnswerFault answer:
                if (!await DropAsync(server, head, length)) return ExchangeEnd.Finish;
                await SendErrorAsync(answer, close: false);
                return head.Body.EndsWithConnection ? ExchangeEnd.Finish : ExchangeEnd.KeepAlive;
            case SwallowFault swallow:
                await DropAsync(server, head, length);
                exchange.Note(swallow);
                return ExchangeEnd.Hold;
            case DelayFault delay:
                exchange.Note(delay);
                await Task.Delay(delay.Time, connection.Context.Clock, connection.Stopping);
                break;
            case ShortenFault shorten when head.Body.Length > 0:
                return await ShortenAsync(server, head, length, shorten);
        }

        return await PassAsync(server, head, length);
    }

    private async Task<ExchangeEnd> PassAsync(Peer server, ResponseHead head, int length)
    {
        var fault = exchange.Fault;
        (Status, _shown) = (head.Status, head.Body);
        var relay = new MessageRelay(server, connection.Client, head.Body, connection.Stopping)
        {
            Fault = fault?.Kind is FaultKind.CutResponse or FaultKind.Stall or FaultKind.Truncate or FaultKind.FlipResponseBit ? fault : null,
            Throttle = fault is ThrottleFault slow ? new Throttle(slow.BytesPerSecond) : null,
            Clock = connection.Context.Clock,
            OnFault = exchange.Note,
            OnLast = exchange.Record,
        };
        var end = await relay.RunAsync(length);
        if (end == RelayEnd.Cut) return fault is CutFault { Ending: CutEnding.Reset } ? ExchangeEnd.Reset : ExchangeEnd.Finish;
        return end == RelayEnd.Complete && !head.Body.EndsWithConnection ? ExchangeEnd.KeepAlive : ExchangeEnd.Finish;
    }

    private async Task<ExchangeEnd> ShortenAsync(Peer server, ResponseHead head, int length, ShortenFault shorten)
    {
        long full = head.Body.Length!.Value;
        long kept = Math.Min(shorten.At.Fraction is { } part ? (long)(part * full) : shorten.At.IsHead ? 0 : shorten.At.Bytes, full - 1);
        byte[] rewritten = WithLength(server.Unread.Span[..length], kept);
        server.Consume(length);
        Status = head.Status;
        exchange.Note(shorten);
        exchange.Record(kept);
        await connection.Client.SendAsync(rewritten);
        var relay = new MessageRelay(server, connection.Client, head.Body, connection.Stopping) { Fault = Fault.Truncate(FaultPoint.InBody(kept)) };
        if (await relay.RunAsync(0) != RelayEnd.Cut) return ExchangeEnd.Finish;
        return await DropAsync(server, head, 0) ? ExchangeEnd.KeepAlive : ExchangeEnd.Finish;
    }

    private async Task<bool> DropAsync(Peer server, ResponseHead head, int length) =>
        await new MessageRelay(server, null, head.Body, connection.Stopping).RunAsync(length) == RelayEnd.Complete;

    private static byte[] WithLength(ReadOnlySpan<byte> head, long length)
    {
        var lines = Encoding.Latin1.GetString(head).Split("\r\n").Select(line =>
            line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)
                ? string.Create(CultureInfo.InvariantCulture, $"Content-Length: {length}")
                : line);
        return Encoding.Latin1.GetBytes(string.Join("\r\n", lines));
    }
}
