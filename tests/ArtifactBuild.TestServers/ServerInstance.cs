using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ArtifactBuild.TestServers;

/// <summary>A running instance of a server that has a script.</summary>
internal sealed class ServerInstance : IAsyncDisposable
{
    private const int Attempts = 3;

    private readonly ServerScript _script;
    private readonly string _folder;
    private readonly string _name;
    private int _disposed;

    private ServerInstance(ServerScript script, string folder, string name, int port)
    {
        _script = script;
        _folder = folder;
        _name = name;
        Endpoint = new Uri($"http://127.0.0.1:{port}");
    }

    /// <summary>Where it answers.</summary>
    public Uri Endpoint { get; }

    /// <summary>Its daemons, the last one started first: that is the one that answers. Not the supervisor, whose end would end them all.</summary>
    public IReadOnlyList<int> ProcessIds =>
    [
        .. new DirectoryInfo(Path.Combine(_folder, "instances", _name))
            .EnumerateFiles("*.pid")
            .Where(file => file.Name != "supervisor.pid")
            .OrderByDescending(file => file.LastWriteTimeUtc)
            .Select(file => int.Parse(File.ReadAllText(file.FullName).Trim(), CultureInfo.InvariantCulture)),
    ];

    /// <summary>Installs the server where it is missing, and starts an instance.</summary>
    /// <param name="scriptName">The server's script.</param>
    /// <param name="portCount">How many ports it takes; it answers on the first.</param>
    /// <param name="variables">Environment variables for the script.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>An instance that answers.</returns>
    /// <exception cref="TestServerUnavailableException">It can't be installed or does not start.</exception>
    public static async Task<ServerInstance> StartAsync(
        string scriptName, int portCount, IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken)
    {
        ServerScript script = ServerScript.Find(scriptName, variables);
        string folder = await script.RunAsync(["dir"], TimeSpan.FromMinutes(2), cancellationToken);
        await script.RunAsync(["install", folder], TimeSpan.FromMinutes(9), cancellationToken);
        for (int attempt = 1; ; attempt++)
        {
            string name = $"{System.Environment.ProcessId}-{Guid.NewGuid():N}"[..20];
            int[] ports = FreePorts(portCount);
            var instance = new ServerInstance(script, folder, name, ports[0]);
            try
            {
                await script.RunAsync(["start", folder, name, .. ports.Select(port => $"{port}")], TimeSpan.FromMinutes(5), cancellationToken);
                return instance;
            }
            // Another process may have taken a port meanwhile.
            catch (TestServerUnavailableException) when (attempt < Attempts)
            {
                await instance.DisposeAsync();
            }
            catch
            {
                await instance.DisposeAsync();
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            await _script.RunAsync(["stop", _folder, _name], TimeSpan.FromMinutes(2), CancellationToken.None);
    }

    // All at once, so that they differ.
    private static int[] FreePorts(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        try
        {
            foreach (TcpListener listener in listeners)
                listener.Start();

            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (TcpListener listener in listeners)
                listener.Dispose();
        }
    }
}
