using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.Azure;
using ArtifactBuild.Storage.Azure.Access;
using ArtifactBuild.Storage.Tests.Support;
using ArtifactBuild.Testing.Registries;
using static ArtifactBuild.Storage.Azure.Access.AzureCredentials;

namespace ArtifactBuild.Storage.Tests.Azure;

/// <summary>Which credentials go where. The host takes all of them, and the tests look at what it got.</summary>
[TestClass]
public sealed class AzureCredentialTests
{
    private const string Canary = "canary-7f3a9c";

    private static readonly string AKey = Convert.ToBase64String(new byte[64]);

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task A_connection_string_of_the_account_comes_first()
    {
        HostedRequest request = await AskAsync(endpoint =>
        [
            (ConnectionString, $"AccountName=acct;AccountKey={AKey};BlobEndpoint={endpoint}named"),
            (Account, "acct"), (SasToken, "sig=other"), (Endpoint, $"{endpoint}other"),
        ]);

        Assert.StartsWith("SharedKey acct:", request.Headers["Authorization"]);
        Assert.StartsWith("/named/c/", request.Path);
    }

    [TestMethod]
    public async Task A_connection_string_may_hold_a_SAS()
    {
        HostedRequest request = await AskAsync(endpoint =>
            [(ConnectionString, $"BlobEndpoint={endpoint}acct;SharedAccessSignature=sv=2021-12-02&sig=abc%2Bd")]);

        Assert.Contains("sig=abc%2Bd", request.Query);
        Assert.DoesNotContain("Authorization", request.Headers.Keys);
    }

    [TestMethod]
    public async Task A_connection_string_of_another_account_is_left_alone()
    {
        HostedRequest request = await AskAsync(endpoint =>
        [
            (ConnectionString, $"AccountName=other;AccountKey={AKey};BlobEndpoint={endpoint}other"),
            (Account, "acct"), (Key, AKey), (Endpoint, $"{endpoint}acct"),
        ]);

        Assert.StartsWith("SharedKey acct:", request.Headers["Authorization"]);
        Assert.StartsWith("/acct/c/", request.Path);
    }

    [TestMethod]
    [DataRow("?sv=2021-12-02&sig=abc%2Bd%3D")]
    [DataRow("sv=2021-12-02&sig=abc%2Bd%3D")]
    public async Task A_SAS_signs_a_request_without_a_key(string sas)
    {
        HostedRequest request = await AskAsync(endpoint => [(SasToken, sas), (Endpoint, $"{endpoint}acct")]);

        Assert.Contains("sig=abc%2Bd%3D", request.Query);
        Assert.DoesNotContain("Authorization", request.Headers.Keys);
    }

    [TestMethod]
    public async Task What_is_given_for_one_account_goes_to_no_other()
    {
        await using BlobHost host = await BlobHost.StartAsync(context => BlobHost.RefuseAsync(context, 404, "BlobNotFound"));
        (string, string)[] variables = [(Account, "mine"), (Key, AKey), (SasToken, $"sig={Canary}"), (Endpoint, $"{host.Endpoint}mine")];

        // Nothing is asked of Azure either: to see where a request would go is enough.
        Assert.AreEqual("https://acct.blob.core.windows.net/", EndpointOf(variables, isTrusted: true));
        Assert.AreEqual("https://acct.blob.core.windows.net/", EndpointOf(variables[2..], isTrusted: false));
        Assert.AreEqual($"{host.Endpoint}mine", EndpointOf(variables, isTrusted: false, "mine"));
        Assert.AreEqual($"{host.Endpoint}mine", EndpointOf(variables[2..], isTrusted: true));
    }

    [TestMethod]
    [DataRow(ConnectionString, Canary)]
    [DataRow(ConnectionString, $"AccountName=acct;AccountKey={Canary}")]
    [DataRow(Key, Canary)]
    [DataRow(Endpoint, $"https://user:{Canary}@server")]
    [DataRow(Endpoint, $"https://server/?sig={Canary}")]
    [DataRow(Endpoint, $"http://127.0.0.1/{Canary}")]
    public async Task What_can_not_be_used_is_named_but_not_shown(string name, string value)
    {
        await using var store = Open((Account, "acct"), (name, value));

        ArtifactException refusal = await Codes.AssertThrowsAsync(
            ArtifactCodes.StoreDenied, () => store.HeadAsync("a", TestContext.CancellationToken));

        Assert.Contains(name, refusal.Message);
        Assert.DoesNotContain(Canary, refusal.ToString());
    }

    [TestMethod]
    public async Task Nobody_signed_in_is_met_with_advice()
    {
        // The sign-in is the whole process's. This one has only variables to look at, so it asks nobody.
        var variables = new Dictionary<string, string>
        {
            ["AZURE_TOKEN_CREDENTIALS"] = "EnvironmentCredential",
            [Endpoint] = "https://127.0.0.1:1",
        };

        string output = await OtherProcess.RunAsync(variables, "try", "azure://acct/container");

        Assert.HasCount(5, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.Contains("ART2012", StringComparison.Ordinal)));
        foreach (string name in (string[])[ConnectionString, Account, Key, SasToken, "az login", "AZURE_CLIENT_ID"])
            Assert.Contains(name, output);
    }

    [TestMethod]
    public async Task A_key_needs_no_library_for_identities()
    {
        await using BlobHost host = await BlobHost.StartAsync(context => BlobHost.RefuseAsync(context, 404, "BlobNotFound"));
        var variables = AzureWorld.KeyAt(host.Endpoint, "acct").ToDictionary(variable => variable.Item1, variable => variable.Item2);

        string[] loaded = (await OtherProcess.RunAsync(variables, "loads", "azure://acct/container")).Split('\n');

        Assert.Contains("Azure.Storage.Blobs", loaded);
        Assert.DoesNotContain("Azure.Identity", loaded);
    }

    private async Task<HostedRequest> AskAsync(Func<Uri, (string, string)[]> variables)
    {
        await using BlobHost host = await BlobHost.StartAsync(context => BlobHost.RefuseAsync(context, 404, "BlobNotFound"));
        await using var store = Open(variables(host.Endpoint));
        Assert.IsNull(await store.HeadAsync("a", TestContext.CancellationToken));
        return host.Requests.Single();
    }

    private static AzureStore Open(params (string, string)[] variables) =>
        new(AzureAddress.Parse("azure://acct/c"), AzureWorld.Quick, AzureWorld.Connect(variables));

    private static string EndpointOf((string Name, string Value)[] variables, bool isTrusted, string account = "acct") =>
        new AzureCredentials(name => variables.FirstOrDefault(variable => variable.Name == name).Value)
            .Connect(account, isTrusted, new()).Uri.AbsoluteUri;
}
