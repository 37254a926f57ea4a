using System.Text.Json.Nodes;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Model;
using ArtifactBuild.Registry.Tests.Support;

namespace ArtifactBuild.Registry.Tests.Concurrency;

[TestClass]
public sealed class TwoSaversTests
{
    /// <summary>An edit, and a text that is in the version's view when it was not lost.</summary>
    private static readonly (Action<Artifact> Edit, string Trace)[] Edits =
    [
        (artifact => artifact.Description = "Edited.", "description=Edited."),
        (artifact => artifact.TimeToLive = TimeToLive.Of(TimeSpan.FromDays(9)), "days=9"),
        (artifact => artifact.Metadata = With(artifact.Metadata, "first", 1), "first=1;"),
        (artifact => artifact.Metadata = With(artifact.Metadata, "second", 2), "second=2;"),
        (artifact => artifact.Metadata = With(artifact.Metadata, "common", 3), "common=3;"),
        (artifact => artifact.Metadata = Without(artifact.Metadata, "doomed"), "!doomed="),
        (artifact => artifact.Tags = [.. artifact.Tags, "new"], "tag:new;"),
        (artifact => artifact.Tags = [.. artifact.Tags, "newer"], "tag:newer;"),
        (artifact => artifact.Tags = [.. artifact.Tags.Except(["old"])], "!tag:old;"),
        (artifact => artifact.Aliases = [.. artifact.Aliases, "best"], "alias:best;"),
        (artifact => artifact.Aliases = [.. artifact.Aliases, "good"], "alias:good;"),
        (artifact => artifact.Aliases = [.. artifact.Aliases.Except(["worst"])], "!alias:worst;"),
    ];

    [TestMethod]
    public async Task Of_two_who_edit_different_things_at_once_neither_loses_an_edit()
    {
        await using var world = new World();
        ArtifactRegistry first = world.OpenElsewhere();
        ArtifactRegistry second = world.OpenElsewhere();
        var random = new Random(20240506);
        for (int round = 0; round < TestSetup.Home.Rounds(100); round++)
        {
            string name = $"data{round}";
            await LogAsync(world, name);
            (Action<Artifact> Edit, string Trace)[] shuffled = [.. Edits];
            random.Shuffle(shuffled);
            shuffled = shuffled[..random.Next(2, shuffled.Length + 1)];
            int[] turns = [.. shuffled.Select(_ => random.Next(4))];
            int split = random.Next(1, shuffled.Length);

            await Task.WhenAll(
                SaveAsync(first, name, shuffled[..split], turns[..split]),
                SaveAsync(second, name, shuffled[split..], turns[split..]));

            string view = View(await second.GetAsync($"{name}:v0"));
            foreach ((_, string trace) in shuffled)
            {
                bool kept = trace.StartsWith('!') ? !view.Contains(trace[1..], StringComparison.Ordinal) : view.Contains(trace, StringComparison.Ordinal);
                Assert.IsTrue(kept, $"Round {round} lost “{trace}” of {string.Join(' ', shuffled.Select(edit => edit.Trace))} (split at {split}): {view}");
            }
        }
    }

    // Edits with the same turn go into one save; between two saves others get their chance.
    private static async Task SaveAsync(ArtifactRegistry registry, string name, (Action<Artifact> Edit, string Trace)[] edits, int[] turns)
    {
        Artifact artifact = await registry.GetAsync($"{name}:v0");
        foreach (IGrouping<int, Action<Artifact>> turn in edits.Zip(turns).GroupBy(pair => pair.Second, pair => pair.First.Edit))
        {
            foreach (Action<Artifact> edit in turn)
                edit(artifact);
            await artifact.SaveAsync();
            await Task.Yield();
        }
    }

    private static async Task LogAsync(World world, string name)
    {
        using Artifact draft = await world.DraftAsync(name, ("a.txt", "a"));
        draft.Metadata = new JsonObject { ["common"] = 0, ["doomed"] = 0 };
        await world.Registry.LogAsync(draft, ["worst"], ["old"]);
    }

    private static string View(Artifact artifact) =>
        $"description={artifact.Description} days={artifact.TimeToLive.Duration?.Days} "
        + string.Concat(artifact.Metadata.Select(pair => $"{pair.Key}={pair.Value};"))
        + string.Concat(artifact.Tags.Select(tag => $"tag:{tag};"))
        + string.Concat(artifact.Aliases.Select(alias => $"alias:{alias};"));

    private static JsonObject With(JsonObject metadata, string key, int value)
    {
        metadata[key] = value;
        return metadata;
    }

    private static JsonObject Without(JsonObject metadata, string key)
    {
        metadata.Remove(key);
        return metadata;
    }
}
