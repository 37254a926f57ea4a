using System.Security.Cryptography;
using System.Text.Json;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.Gcs;
using ArtifactBuild.Storage.Gcs.Http;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Storage.Tests.Gcs;

/// <summary>Where requests go, what credentials they bring, and what is said when there are none.</summary>
[TestClass]
public class GcsAccessTests
{
    private const string Secret = "s3cr3t";

    [TestMethod]
    [DataRow("localhost", "http://localhost/")]
    [DataRow("127.0.0.1:4443", "http://127.0.0.1:4443/")]
    [DataRow("https://storage.example:8443/", "https://storage.example:8443/")]
    [DataRow("http://localhost:9000/storage/v1/", "http://localhost:9000/")]
    [DataRow("http://localhost:9000/gcs", "http://localhost:9000/gcs/")]
    public void A_stand_in_is_a_host_or_a_URL(string value, string endpoint) => Assert.AreEqual(endpoint, GcsAccess.EndpointOf(value));

    [TestMethod]
    [DataRow("ftp://localhost")]
    [DataRow("http://user:s3cr3t@localhost")]
    [DataRow("http://localhost/?key=s3cr3t")]
    [DataRow("http://")]
    [DataRow("s3cr3t:x")]
    public void A_stand_in_that_is_none_is_refused_and_not_shown(string value)
    {
        ArtifactException e = Codes.AssertThrows(ArtifactCodes.InvalidRegistry, () => GcsAccess.EndpointOf(value));

        Assert.Contains("STORAGE_EMULATOR_HOST", e.Message);
        Assert.DoesNotContain(Secret, e.Message);
    }

    [TestMethod]
    public async Task A_stand_in_gets_no_credentials()
    {
        using var file = new TemporaryDirectory();
        using var server = new Responder(Empty);
        var environment = Of(new()
        {
            ["STORAGE_EMULATOR_HOST"] = server.Endpoint.Authority,
            ["GOOGLE_APPLICATION_CREDENTIALS"] = WriteAccount(file, server.Endpoint),
        });

        Assert.IsNull(await HeadAsync(environment, null));

        Assert.IsNotEmpty(server.Asked);
        Assert.IsTrue(server.Asked.All(request => request.Headers["Authorization"] is null));
    }

    [TestMethod]
    public async Task The_account_of_the_file_gives_one_token_for_many_requests()
    {
        using var file = new TemporaryDirectory();
        using var server = new Responder(request => request.Path == "/token"
            ? Answered.Json(200, $$"""{ "access_token": "{{Secret}}", "expires_in": 3600, "token_type": "Bearer" }""")
            : Empty(request));
        var environment = Of(new() { ["GOOGLE_APPLICATION_CREDENTIALS"] = WriteAccount(file, server.Endpoint, "billed-project") });
        await using GcsStore store = Open(environment, server.Endpoint);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => store.HeadAsync($"k{i}", CancellationToken.None)));

        ILookup<bool, AskedRequest> asked = server.Asked.ToLookup(request => request.Path == "/token");
        Assert.HasCount(1, asked[true]);
        Assert.AreEqual("Bearer " + Secret, string.Join(" | ", asked[false].Select(request => request.Headers["Authorization"]).Distinct()));
        Assert.IsTrue(asked[false].All(request => request.Headers["x-goog-user-project"] == "billed-project"));
    }

    [TestMethod]
    public async Task The_file_that_gcloud_wrote_is_found()
    {
        using var file = new TemporaryDirectory();
        WriteAccount(file, new Uri("http://127.0.0.1/"), name: "application_default_credentials.json");

        GcsAccess access = await GcsAccess.FindAsync(Of(new() { ["CLOUDSDK_CONFIG"] = file.Root }), CancellationToken.None);

        Assert.IsNotNull(access.Tokens);
        Assert.AreEqual("https://storage.googleapis.com/", access.Endpoint);
    }

    [TestMethod]
    public async Task Another_universe_has_another_server()
    {
        using var file = new TemporaryDirectory();
        string path = WriteAccount(file, new Uri("http://127.0.0.1/"), universe: "example.cloud");

        GcsAccess access = await GcsAccess.FindAsync(Of(new() { ["GOOGLE_APPLICATION_CREDENTIALS"] = path }), CancellationToken.None);

        Assert.AreEqual("https://storage.example.cloud/", access.Endpoint);
    }

    [TestMethod]
    public async Task Without_credentials_the_variables_are_named_soon()
    {
        var clock = new TestClock(skips: TimeSpan.FromSeconds(10));
        var environment = new GcsEnvironment(_ => null, () => new TaskCompletionSource<bool>().Task) { Clock = clock };

        ArtifactException e = await Codes.AssertThrowsAsync(ArtifactCodes.StoreDenied, () => HeadAsync(environment, null));

        Assert.Contains("no credentials were found", e.Message);
        Assert.Contains("GOOGLE_APPLICATION_CREDENTIALS", e.Message);
        Assert.Contains("gcloud auth application-default login", e.Message);
    }

    [TestMethod]
    [DataRow("not JSON " + Secret)]
    [DataRow("""{ "type": "service_account", "client_email": "a@b", "private_key": "s3cr3t" }""")]
    [DataRow("""{ "type": "s3cr3t" }""")]
    [DataRow("""{ "client_email": "s3cr3t" }""")]
    [DataRow("[]")]
    [DataRow(null)]
    public async Task A_file_that_is_none_is_refused_and_not_shown(string? text)
    {
        using var file = new TemporaryDirectory();
        string path = text is null ? file["missing"] : file.Write("account.json", text);

        ArtifactException e = await Codes.AssertThrowsAsync(
            ArtifactCodes.StoreDenied, () => HeadAsync(Of(new() { ["GOOGLE_APPLICATION_CREDENTIALS"] = path }), null));

        Assert.Contains("GOOGLE_APPLICATION_CREDENTIALS", e.Message);
        Assert.DoesNotContain(Secret, e.ToString());
    }

    [TestMethod]
    public async Task Credentials_that_are_refused_are_not_tried_again()
    {
        using var file = new TemporaryDirectory();
        using var server = new Responder(_ => Answered.Json(400, $$"""{ "error": "invalid_grant", "error_description": "{{Secret}}" }"""));
        var environment = Of(new() { ["GOOGLE_APPLICATION_CREDENTIALS"] = WriteAccount(file, server.Endpoint) });

        ArtifactException e = await Codes.AssertThrowsAsync(ArtifactCodes.StoreDenied, () => HeadAsync(environment, server.Endpoint));

        Assert.HasCount(1, server.Asked);
        Assert.DoesNotContain(Secret, e.ToString());
    }

    [TestMethod]
    [DataRow(401, "authError", ArtifactCodes.StoreDenied)]
    [DataRow(403, "forbidden", ArtifactCodes.StoreDenied)]
    [DataRow(403, "rateLimitExceeded", ArtifactCodes.StoreUnavailable)]
    [DataRow(409, "conflict", ArtifactCodes.StoreUnavailable)]
    [DataRow(400, "invalid", ArtifactCodes.StoreAccess)]
    public async Task An_answer_is_told_by_its_word_and_never_by_its_text(int status, string reason, string code)
    {
        using var server = new Responder(_ => Answered.Json(
            status, $$"""{ "error": { "code": {{status}}, "message": "{{Secret}}", "errors": [{ "reason": "{{reason}}", "message": "{{Secret}}" }] } }"""));

        ArtifactException e = await Codes.AssertThrowsAsync(
            code, () => HeadAsync(Of(new() { ["STORAGE_EMULATOR_HOST"] = server.Endpoint.AbsoluteUri }), null));

        Assert.Contains($"{status} ({reason})", e.Message);
        Assert.DoesNotContain(Secret, e.ToString());
        Assert.HasCount(code == ArtifactCodes.StoreUnavailable ? GcsWorld.Quick.MaxAttempts : 1, server.Asked);
    }

    [TestMethod]
    public async Task Headers_that_were_lost_on_the_way_are_asked_for()
    {
        byte[] bytes = TestContent.Random(1, 5000);
        using var server = new Responder(request => request.Query.ContainsKey("alt")
            ? new Answered(200, bytes)
            : Answered.Json(200, """{ "name": "registry/k", "size": "5000", "generation": "7", "metageneration": "2", "updated": "2026-01-02T03:04:05.678Z" }"""));
        await using GcsStore store = Open(Of(new() { ["STORAGE_EMULATOR_HOST"] = server.Endpoint.AbsoluteUri }), null);

        await using StoredObject found = (await store.GetAsync("k", null, CancellationToken.None))!;
        using var read = new MemoryStream();
        await found.Content.CopyToAsync(read);

        Assert.AreEqual(new ObjectInfo("k", 5000, "7-2", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)), found.Info);
        CollectionAssert.AreEqual(bytes, read.ToArray());
        Assert.AreEqual("7", server.Asked[^1].Query["ifGenerationMatch"], "the bytes are those of the state that was told");
    }

    // A bucket without objects.
    private static Answered Empty(AskedRequest request) => Answered.Json(request.Path.EndsWith("/o", StringComparison.Ordinal) ? 200 : 404, "{}");

    private static GcsEnvironment Of(Dictionary<string, string> variables) =>
        new(variables.GetValueOrDefault, () => Task.FromResult(false));

    // Requests with credentials go to Google's own server; here they go to the test's.
    private static GcsStore Open(GcsEnvironment environment, Uri? endpoint) => new(
        new GcsAddress("models", "registry"),
        GcsWorld.Quick,
        new GcsConnection(async token =>
        {
            GcsAccess access = await GcsAccess.FindAsync(environment, token);
            return endpoint is null ? access : access with { Endpoint = endpoint.AbsoluteUri };
        }));

    private static async Task<ObjectInfo?> HeadAsync(GcsEnvironment environment, Uri? endpoint)
    {
        await using GcsStore store = Open(environment, endpoint);
        return await store.HeadAsync("k", CancellationToken.None);
    }

    private static string WriteAccount(
        TemporaryDirectory folder, Uri server, string? quotaProject = null, string? universe = null, string name = "account.json")
    {
        using var key = RSA.Create(2048);
        return folder.Write(name, JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string?>
        {
            ["type"] = "service_account",
            ["client_email"] = "builder@project.iam.example",
            ["private_key_id"] = "1",
            ["private_key"] = key.ExportPkcs8PrivateKeyPem(),
            ["token_uri"] = new Uri(server, "token").AbsoluteUri,
            ["quota_project_id"] = quotaProject,
            ["universe_domain"] = universe,
        }));
    }
}
