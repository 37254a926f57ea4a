using System.IO.Compression;
using System.Text;
using ArtifactBuild.Package.Tests.Fixtures;
using ArtifactBuild.Storage;
using ArtifactBuild.TestServers;

namespace ArtifactBuild.Package.Tests;

/// <summary>
/// A log, a restore and refusals at a server, with the most talkative output that MSBuild has: the credentials that all this
/// runs on appear nowhere.
/// </summary>
[TestClass]
public sealed class RemoteSecretTests : PackageTest
{
    private const string Canary = "canary-7f3a9c";

    [TestMethod]
    [DataRow(TestServerKind.Ceph)]
    [DataRow(TestServerKind.Azurite)]
    [DataRow(TestServerKind.Gcs)]
    public async Task Credentials_reach_no_log_no_binlog_no_lockfile_and_no_registry(TestServerKind kind)
    {
        await using TestServer server = await TestServer.StartAsync(kind, Assert.Inconclusive, TestContext.CancellationToken);
        string registry = await server.NewBucketAsync();
        TestProject training = Workspace.AddProject("training", """<ArtifactOutput Include="model" Type="model" Files="model.bin" />""");
        Workspace.Write("training/model.bin", new string('m', 100_000));
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model" />""");
        var outputs = new List<string>
        {
            (await RunAsync(training, registry, server.Environment, "build", "-t:ArtifactLog", "-v:diag")).AssertSuccess().Output,
            (await RunAsync(app, registry, server.Environment, "build", "-v:diag")).AssertSuccess().Output,
        };
        Assert.AreEqual(new string('m', 100_000), app.Text("model/model.bin"));

        // Everything that can be refused, with secrets of its own.
        Dictionary<string, string> wrong = Wrong(server);
        CommandResult refused = await RunAsync(app, registry, wrong, "build", "-t:ArtifactUpdate", "-v:diag");
        if (kind != TestServerKind.Gcs)
            Assert.Contains("ART2012", refused.Output);
        outputs.Add(refused.Output);

        string[] secrets = [Canary, Convert.ToBase64String(Encoding.UTF8.GetBytes(Canary)), .. SecretsOf(server)];
        foreach (string output in outputs)
            AssertHasNone(output, secrets, "the output");
        foreach (string path in Directory.EnumerateFiles(Workspace.Root, "*", SearchOption.AllDirectories))
            AssertHasNone(Text(path), secrets, path);
        await AssertRegistryHasNoneAsync(registry, server, secrets);
    }

    private static async Task AssertRegistryHasNoneAsync(string registry, TestServer server, string[] secrets)
    {
        foreach ((string name, string value) in server.Environment)
            Environment.SetEnvironmentVariable(name, value);
        await using IObjectStore store = ObjectStores.Open(registry);
        int objects = 0;
        await foreach (ObjectInfo info in store.ListAsync("", CancellationToken.None))
        {
            await using StoredObject? found = await store.GetAsync(info.Key, null, CancellationToken.None);
            using var reader = new StreamReader(found!.Content, Encoding.Latin1);
            AssertHasNone(await reader.ReadToEndAsync(), secrets, info.Key);
            objects++;
        }

        Assert.IsGreaterThanOrEqualTo(5, objects);
    }

    private static Task<CommandResult> RunAsync(TestProject project, string registry, IReadOnlyDictionary<string, string> variables, params string[] arguments) =>
        project.RunAsync(new Dictionary<string, string>(variables) { ["ARTIFACT_REGISTRY"] = registry }, arguments);

    private static Dictionary<string, string> Wrong(TestServer server) => server.Environment.ToDictionary(
        variable => variable.Key,
        variable => variable.Key switch
        {
            "AWS_SECRET_ACCESS_KEY" => Canary,
            "AZURE_STORAGE_CONNECTION_STRING" => variable.Value.Replace(
                KeyOf(variable.Value), Convert.ToBase64String(Encoding.UTF8.GetBytes(Canary)), StringComparison.Ordinal),
            _ => variable.Value,
        });

    private static IEnumerable<string> SecretsOf(TestServer server) => server.Environment
        .Where(variable => variable.Key is "AWS_SECRET_ACCESS_KEY" or "AZURE_STORAGE_CONNECTION_STRING")
        .Select(variable => variable.Key == "AWS_SECRET_ACCESS_KEY" ? variable.Value : KeyOf(variable.Value));

    private static string KeyOf(string connection) =>
        connection.Split(';').Single(part => part.StartsWith("AccountKey=", StringComparison.Ordinal))["AccountKey=".Length..];

    // Binary logs are compressed.
    private static string Text(string path)
    {
        using FileStream file = File.OpenRead(path);
        using Stream content = path.EndsWith(".binlog", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(content, Encoding.Latin1);
        return reader.ReadToEnd();
    }

    private static void AssertHasNone(string text, string[] secrets, string where)
    {
        foreach (string secret in secrets)
            Assert.IsFalse(text.Contains(secret, StringComparison.Ordinal), $"{where} has a secret");
    }
}
