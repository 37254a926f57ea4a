using ArtifactBuild.References;
using ArtifactBuild.Storage.Azure.References;
using ArtifactBuild.Storage.Gcs.References;
using ArtifactBuild.Storage.S3;

namespace ArtifactBuild.Storage.Tests.References;

/// <summary>What the URIs of all schemes have in common.</summary>
[TestClass]
public class RemoteUriTests
{
    [TestMethod]
    [DataRow("s3://bucket")]
    [DataRow("gs://bucket")]
    [DataRow("https://account.blob.core.windows.net/container")]
    public void One_slash_ends_the_bucket_and_the_others_belong_to_the_name(string bucket)
    {
        foreach (string name in new[] { "k", "/k", "//k", "a//b", "a/./b" })
        {
            RemoteUri uri = Read($"{bucket}/{name}");
            // .NET takes “.” out of web addresses, as every browser does.
            Assert.AreEqual(bucket.StartsWith("https", StringComparison.Ordinal) ? name.Replace("/./", "/", StringComparison.Ordinal) : name, uri.Name);
            Assert.AreEqual($"{bucket}/{name}", uri.Ref);
            Assert.AreEqual(name[(name.LastIndexOf('/') + 1)..], uri.BaseName);
        }
    }

    [TestMethod]
    [DataRow("s3://bucket")]
    [DataRow("gs://bucket")]
    [DataRow("https://account.blob.core.windows.net/container")]
    public void The_URI_of_an_object_below_a_folder_leads_to_it(string bucket)
    {
        foreach (string folder in new[] { "", "/", "/dir", "/dir/" })
        {
            foreach (string name in new[] { "a", "sub/a b.txt", "/a" })
            {
                RemoteUri below = Read(bucket + folder);
                string full = below.Folder.Length == 0 ? name : $"{below.Folder}/{name}";
                Assert.AreEqual(full, Read(below.RefOf(full)).Name);
            }
        }
    }

    [TestMethod]
    [DataRow("http://server/a/b?x=1", "b?x=1")]
    [DataRow("https://server//b", "b")]
    [DataRow("https://server/b/", "")]
    public void A_web_address_gives_the_name_after_its_last_slash(string uri, string name)
    {
        HttpUri parsed = HttpUri.Of(uri)!;
        Assert.AreEqual((name, name, uri), (parsed.BaseName, parsed.FullName, parsed.Ref));
    }

    private static RemoteUri Read(string uri) => uri[..2] switch
    {
        "s3" => S3Uri.OfEntry(uri)!,
        "gs" => GcsReferenceUri.Split(uri)!,
        _ => BlobUri.Parse(uri),
    };
}
