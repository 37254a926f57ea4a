using ArtifactBuild.Faults;
using ArtifactBuild.Storage.Tests.Support;

namespace ArtifactBuild.Storage.Tests.Faults;

// Whatever happens in whatever order, the results are those of a server that never fails.
public abstract partial class FaultConformance
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public async Task Under_faults_by_chance_every_result_is_right(int seed)
    {
        FaultProfile profile = FaultProfile.Transient(0.3) with
        {
            MaxFaults = 40,
            StallFor = TimeSpan.FromMilliseconds(200),
            ErrorBody = Server.ErrorBody,
            // Not 429: nobody says after the deed that it was too much.
            Statuses = [500, 503, 408],
        };
        // Pauses that together are longer than a server is away.
        RemoteOptions options = Options with { MaxAttempts = 7, FirstPause = TimeSpan.FromMilliseconds(40), MaxPause = TimeSpan.FromMilliseconds(400) };
        await using Proxied broken = await OpenAsync(FaultScript.FromSeed(seed, profile), options);
        var choices = new Random(seed);
        var model = new Dictionary<string, (int Content, long Size, ObjectInfo Info)>();
        for (int step = 1; step <= 40; step++)
        {
            string key = $"{Target}/{choices.Next(5)}";
            long size = step % 20 == 0 ? Large : choices.Next(300_000);
            var content = new GeneratedContent(step, size);
            bool isThere = model.TryGetValue(key, out (int Content, long Size, ObjectInfo Info) known);
            switch (choices.Next(4))
            {
                case 0:
                    ObjectInfo? created = await broken.Store.PutAsync(key, content, PutCondition.IfAbsent, Token);
                    Assert.AreEqual(!isThere, created is not null, $"step {step}: creation");
                    if (created is not null)
                        model[key] = (step, size, created);
                    break;
                case 1 when isThere:
                    ObjectInfo? swapped = await broken.Store.PutAsync(key, content, PutCondition.IfMatch(known.Info.ETag), Token);
                    Assert.IsNotNull(swapped, $"step {step}: swap");
                    model[key] = (step, size, swapped);
                    break;
                case 2 when isThere:
                    Assert.IsTrue(await broken.Store.DeleteAsync(key, known.Info.ETag, Token), $"step {step}: deletion");
                    model.Remove(key);
                    break;
                default:
                    await using (StoredObject? read = await broken.Store.GetAsync(key, null, Token))
                    {
                        Assert.AreEqual(isThere, read is not null, $"step {step}: read");
                        if (read is not null)
                            await new GeneratedContent(known.Content, known.Size).AssertSameAsync(read.Content);
                    }

                    break;
            }
        }

        ObjectInfo[] listed = await broken.Store.ListAsync("", Token).ToArrayAsync(Token);
        CollectionAssert.AreEquivalent(model.Keys, listed.Select(info => info.Key).ToArray());
        foreach (ObjectInfo info in listed)
            AssertSame(model[info.Key].Info with { LastModified = info.LastModified }, info);
        Assert.IsNotEmpty(broken.Faults);
    }
}
