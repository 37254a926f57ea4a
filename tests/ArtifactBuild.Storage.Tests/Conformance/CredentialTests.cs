using System.Text;
using ArtifactBuild.GcsHosting;
using ArtifactBuild.Storage.Tests.Support;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Storage.Tests.Conformance;

/// <summary>
/// Credentials that are wrong or missing: the refusal says which variables give them, and shows nothing of them. moto is not
/// asked, because it takes anybody. Each has a process of its own, because the variables are a process's.
/// </summary>
[TestClass]
public sealed class CredentialTests
{
    private const string Canary = "canary-7f3a9c-0123456789abcdefghijklmn";

    private static readonly string[] Requests = ["head", "get", "put", "list", "delete"];

    [TestMethod]
    public async Task A_wrong_key_of_S3_is_refused_with_advice() =>
        await AssertRefusedAsync(StoreHome.Ceph, "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");

    [TestMethod]
    public async Task A_wrong_key_of_Azure_is_refused_with_advice() =>
        await AssertRefusedAsync(StoreHome.Azurite, "AZURE_STORAGE_CONNECTION_STRING", "AZURE_STORAGE_KEY");

    [TestMethod]
    public async Task No_credentials_for_S3_are_met_with_advice()
    {
        string address = await StoreHome.Ceph.NewAddressAsync();
        using var home = new TemporaryDirectory();
        var none = StoreHome.Ceph.Variables.Keys
            .Where(name => name.Contains("KEY", StringComparison.Ordinal)).ToDictionary(name => name, _ => "");
        none["HOME"] = none["USERPROFILE"] = home.Root;
        none["AWS_EC2_METADATA_DISABLED"] = "true";
        AssertDenied(await OtherProcess.RunAsync(none, "try", address), "AWS_ACCESS_KEY_ID", "AWS_PROFILE");
    }

    [TestMethod]
    public async Task A_wrong_token_of_Google_is_refused_with_advice()
    {
        await using GcsHost host = await GcsHost.StartAsync(options: new GcsHostOptions { Token = Canary });
        host.CreateBucket("bucket");
        var variables = new Dictionary<string, string> { ["STORAGE_EMULATOR_HOST"] = host.Endpoint.AbsoluteUri };
        AssertDenied(await OtherProcess.RunAsync(variables, "try", "gs://bucket/registry"), "GOOGLE_APPLICATION_CREDENTIALS");
    }

    private static async Task AssertRefusedAsync(ServerHome home, params string[] names)
    {
        string address = await home.NewAddressAsync();
        // The right ones are taken: what is refused below is refused for its key.
        string right = await OtherProcess.RunAsync(home.Variables, "try", address);
        foreach (string request in Requests)
            Assert.Contains($"{request}: done", right);

        string wrong = await OtherProcess.RunAsync(home.WrongCredentials(Canary), "try", address);

        AssertDenied(wrong, names);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(Canary)), wrong);
        Assert.DoesNotContain("Signature=", wrong);
    }

    private static void AssertDenied(string output, params string[] names)
    {
        foreach (string request in Requests)
        {
            string line = output.Split('\n').Single(text => text.StartsWith(request + ":", StringComparison.Ordinal));
            Assert.Contains("ART2012", line);
            foreach (string name in names)
                Assert.Contains(name, line);
        }

        Assert.DoesNotContain("canary", output);
    }
}
