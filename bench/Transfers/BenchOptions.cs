using System.Globalization;
using ArtifactBuild.TestServers;

namespace Transfers;

/// <summary>Which way the bytes go.</summary>
internal enum Direction
{
    /// <summary>From the server into a fresh folder.</summary>
    Restore,

    /// <summary>From a folder to a fresh place on the server.</summary>
    Log,
}

/// <summary>What is to be measured.</summary>
internal sealed record BenchOptions
{
    public const string Usage = """
        usage: Transfers [--rounds N] [--server ceph|moto] [--files large|small] [--direction restore|log] [--client TEXT]...
        Without options: 5 rounds of everything. --client keeps the clients whose name begins with TEXT.
        """;

    public int Rounds { get; private init; } = 5;

    public IReadOnlyList<TestServerKind> Servers { get; private init; } = [TestServerKind.Ceph, TestServerKind.Moto];

    public IReadOnlyList<string> Workloads { get; private init; } = [Workload.Large, Workload.Small];

    public IReadOnlyList<Direction> Directions { get; private init; } = [Direction.Restore, Direction.Log];

    private IReadOnlyList<string> Clients { get; init; } = [];

    public static BenchOptions? Parse(string[] args)
    {
        BenchOptions? options = new();
        for (int i = 0; i < args.Length && options is not null; i += 2)
            options = i + 1 < args.Length ? options.With(args[i], args[i + 1]) : null;
        return options;
    }

    public bool Wants(string client) =>
        Clients.Count == 0 || Clients.Any(text => client.StartsWith(text, StringComparison.OrdinalIgnoreCase));

    private BenchOptions? With(string name, string value) => name switch
    {
        "--rounds" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int rounds) && rounds > 0 => this with { Rounds = rounds },
        "--server" when Enum.TryParse(value, ignoreCase: true, out TestServerKind kind) && Servers.Contains(kind) => this with { Servers = [kind] },
        "--files" when Workloads.Contains(value) => this with { Workloads = [value] },
        "--direction" when Enum.TryParse(value, ignoreCase: true, out Direction direction) => this with { Directions = [direction] },
        "--client" => this with { Clients = [.. Clients, value] },
        _ => null,
    };
}
