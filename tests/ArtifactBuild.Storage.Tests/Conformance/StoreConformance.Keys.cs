using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.Tests.Support;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Storage.Tests.Conformance;

// A key is any safe path, and comes back as it was given.
public abstract partial class StoreConformance
{
    [TestMethod]
    [DataRow("with space")]
    [DataRow("two  spaces/ in a row")]
    [DataRow("100%")]
    [DataRow("a%41b/%2F/%25")]
    [DataRow("a#b#")]
    [DataRow("a?b=c&d")]
    [DataRow("a+b&c=d;e,f")]
    [DataRow("(a)[b]{c}!'*~$@^`|")]
    [DataRow("<a> \"b\"")]
    [DataRow("ab:cd")]
    [DataRow("é한글/ü")]
    [DataRow("e\u0301")]
    [DataRow("😀/🏽")]
    [DataRow("\u2028 \u00a0x")]
    [DataRow(".hidden/..two/...three")]
    [DataRow("UPPER/lower")]
    public async Task An_odd_key_is_a_key_like_any_other(string key)
    {
        string deep = $"odd/{key}/end";
        ObjectInfo first = await CreateAsync(deep, "1");
        Assert.AreEqual(deep, first.Key);

        AssertSame(first, await Store.HeadAsync(deep, Token));
        Assert.AreEqual("1", await TextAsync(deep));
        CollectionAssert.AreEqual(new[] { deep }, await KeysAsync(""));
        CollectionAssert.AreEqual(new[] { deep }, await KeysAsync($"odd/{key}/"));
        CollectionAssert.AreEqual(new[] { deep }, await KeysAsync(deep));
        Assert.IsTrue(await Store.TouchAsync(deep, first.ETag, Token));
        ObjectInfo? swapped = await PutAsync(deep, "2", PutCondition.IfMatch((await HeadAsync(deep)).ETag));
        Assert.AreEqual(deep, swapped?.Key);
        Assert.IsTrue(await Store.DeleteAsync(deep, swapped!.ETag, Token));
        Assert.IsEmpty(await KeysAsync(""));
    }

    [TestMethod]
    public async Task A_large_object_may_have_an_odd_key()
    {
        const string Key = "odd/100% é+#?&= 😀";
        var content = new GeneratedContent(1, 33L * MiB);
        ObjectInfo? written = await Store.PutAsync(Key, content, PutCondition.IfAbsent, Token);
        AssertSame(written!, (await ListAsync("odd/")).Single());
        await using StoredObject? read = await Store.GetAsync(Key, null, Token);
        await content.AssertSameAsync(read!.Content);
    }

    [TestMethod]
    public async Task A_key_may_be_long()
    {
        string key = string.Join('/', Enumerable.Repeat(new string('k', 199), 4));
        await CreateAsync(key, "1");
        Assert.AreEqual("1", await TextAsync(key));
        CollectionAssert.AreEqual(new[] { key }, await KeysAsync(key[..500]));
    }

    [TestMethod]
    public async Task Keys_that_are_alike_are_not_the_same()
    {
        string[] keys = ["a b", "a+b", "a%20b", "a%2Bb", "é", "%C3%A9", "%c3%a9"];
        foreach (string key in keys)
            await CreateAsync(key, key);
        CollectionAssert.AreEquivalent(keys, await KeysAsync(""));
        foreach (string key in keys)
            Assert.AreEqual(key, await TextAsync(key));
    }

    [TestMethod]
    [DataRow("../x")]
    [DataRow("/x")]
    [DataRow("a/../x")]
    [DataRow("a//b")]
    [DataRow("a/")]
    [DataRow("")]
    [DataRow("a\\b")]
    [DataRow("a\0")]
    [DataRow("con")]
    public async Task An_unsafe_key_is_refused(string key)
    {
        await Codes.AssertThrowsAsync(ArtifactCodes.UnsafePath, () => PutAsync(key, "x", PutCondition.IfAbsent));
        await Codes.AssertThrowsAsync(ArtifactCodes.UnsafePath, () => Store.GetAsync(key, null, Token));
        await Codes.AssertThrowsAsync(ArtifactCodes.UnsafePath, () => Store.HeadAsync(key, Token));
        await Codes.AssertThrowsAsync(ArtifactCodes.UnsafePath, () => Store.TouchAsync(key, "x", Token));
        await Codes.AssertThrowsAsync(ArtifactCodes.UnsafePath, () => Store.DeleteAsync(key, null, Token));
        Assert.IsEmpty(await KeysAsync(""));
    }
}
