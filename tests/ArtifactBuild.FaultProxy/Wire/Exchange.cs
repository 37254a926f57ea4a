using System.Net.Sockets;

namespace ArtifactBuild.Faults.Wire;

/// <summary>What becomes of a connection after an exchange.</summary>
internal enum ExchangeEnd
{
    /// <summary>The next request may come.</summary>
    KeepAlive,

    /// <summary>Both sides end in order.</summary>
    Finish,

    /// <summary>Both sides end with a reset.</summary>
    Reset,

    /// <summary>Nothing more is said, and the client decides when to go.</summary>
    Hold,
}

/// <summary>One request and its response, with at most one fault.</summary>
internal sealed class Exchange(ProxyConnection connection, RequestHead head, int headLength, ProxiedRequest? request, Fault? fault)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Peer _client = connection.Client;
    private readonly ProxyLog _log = connection.Context.Log;
    private ExchangeAnswer? _answer;
    private int _recorded;

    /// <summary>Whether a fault has ended the exchange, so that nothing of the response may go out any more.</summary>
    public bool Muted { get; private set; }

    public RequestHead Head => head;

    public Fault? Fault => fault;

    public async Task<ExchangeEnd> RunAsync()
    {
        try
        {
            var end = fault switch
            {
                RefuseFault refuse => KeepOut(refuse),
                AnswerFault { Kind: FaultKind.Answer } answer => await AnswerAloneAsync(answer),
                SwallowFault { Forward: false } => ExchangeEnd.Hold,
                _ => await ForwardAsync(),
            };
            return end == ExchangeEnd.Hold ? await HoldAsync() : end;
        }
        finally
        {
            Record();
        }
    }

    public void Note(Fault done) => _log.Faults.Enqueue(new(done, request!.Method, request.Path, request.Query, request.Occurrence));

    /// <summary>Writes the request down, once. Comes before the last bytes go out, so that who has the response finds the record.</summary>
    public void Record() => Record(null);

    public void Record(long? shown)
    {
        if (Interlocked.Exchange(ref _recorded, 1) != 0) return;
        _log.Requests.Enqueue(new(
            head.Method, head.Path, head.Query, _answer?.Status ?? 0, _answer?.ServerStatus ?? 0, head.Body.Payload, shown ?? _answer?.ShownBytes ?? 0));
    }

    private ExchangeEnd KeepOut(RefuseFault refuse)
    {
        Note(refuse);
        connection.Context.Door.Close(refuse.Time, refuse.Refusal);
        return ExchangeEnd.Reset;
    }

    private async Task<ExchangeEnd> AnswerAloneAsync(AnswerFault answer)
    {
        _answer = new ExchangeAnswer(this, connection);

        // Who waits to be asked for the body gets the answer instead; whether the body comes then is not known.
        bool close = head.ExpectsContinue || head.Closes;
        if (!head.ExpectsContinue)
        {
            var drain = new MessageRelay(_client, null, head.Body, connection.Stopping);
            if (await drain.RunAsync(headLength) != RelayEnd.Complete) return ExchangeEnd.Finish;
        }

        await _answer.SendErrorAsync(answer, close);
        return close ? ExchangeEnd.Finish : ExchangeEnd.KeepAlive;
    }

    private async Task<ExchangeEnd> HoldAsync()
    {
        if (fault is SwallowFault { Forward: false }) Note(fault);
        Record();
        do _client.Consume(_client.Unread.Length);
        while (await _client.FillAsync());
        return ExchangeEnd.Finish;
    }

    private async Task<ExchangeEnd> ForwardAsync()
    {
        var server = await connection.ServerAsync();
        Throttle? throttle = null;
        if (fault is ThrottleFault slow)
        {
            Note(slow);
            throttle = new Throttle(slow.BytesPerSecond);
        }

        var toServer = new MessageRelay(_client, server, head.Body, connection.Stopping)
        {
            Fault = fault?.Kind is FaultKind.CutRequest or FaultKind.FlipRequestBit ? fault : null,
            OnFault = Note,
            Throttle = throttle,
        };
        _answer = new ExchangeAnswer(this, connection);
        var sending = toServer.RunAsync(headLength);
        var answering = _answer.RelayAsync(server);
        var end = ExchangeEnd.Reset;
        try
        {
            end = await CoordinateAsync(server, toServer, sending, answering);
        }
        catch (Exception e)
        {
            _log.Add(e);
        }

        return await SettleAsync(end, server, sending, answering);
    }

    /// <summary>Request and response run at the same time: a server may answer, or ask for the body, before it has it all.</summary>
    private async Task<ExchangeEnd> CoordinateAsync(Peer server, MessageRelay toServer, Task<RelayEnd> sending, Task<ExchangeEnd> answering)
    {
        if (!sending.IsCompleted && await Task.WhenAny(sending, answering) == answering)
        {
            var early = await answering;
            if (early is ExchangeEnd.Finish or ExchangeEnd.Reset) return early;

            // The response is through and the request is not: it goes on, unless the server has had enough.
            await Task.WhenAny(sending, server.WatchAsync());
            if (!sending.IsCompleted) return ExchangeEnd.Finish;
        }

        try
        {
            var sent = await sending;
            if (sent == RelayEnd.SourceEnded) return ExchangeEnd.Finish;
            if (sent == RelayEnd.Cut)
            {
                Muted = true;
                return fault is CutFault { Ending: CutEnding.Finish } ? ExchangeEnd.Finish : ExchangeEnd.Reset;
            }
        }
        catch (Exception e) when (toServer.TargetLost && e is SocketException or ObjectDisposedException)
        {
            // The server takes no more; it may have said why.
            var said = await answering;
            return said == ExchangeEnd.KeepAlive ? ExchangeEnd.Finish : said;
        }

        if (!answering.IsCompleted && _client.Unread.IsEmpty)
        {
            var news = _client.WatchAsync();

            // The client has ended its stream, for good or only its half. The server shall see the same.
            if (await Task.WhenAny(answering, news) == news && await news == 0) server.EndSending();
        }

        return await answering;
    }

    /// <summary>Sees to it that nothing of this exchange still runs.</summary>
    private async Task<ExchangeEnd> SettleAsync(ExchangeEnd end, Peer server, Task sending, Task answering)
    {
        Record();
        var both = Task.WhenAll(sending, answering);
        if (!both.IsCompleted)
        {
            if (end == ExchangeEnd.Finish)
            {
                _client.EndSending();
                server.EndSending();
                await Task.WhenAny(both, Task.Delay(Patience, connection.Stopping));
            }

            if (!both.IsCompleted)
            {
                connection.Stop();
                connection.Reset();
            }
        }

        // What failed has been seen, or is the echo of the end.
        await both.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return end;
    }
}
