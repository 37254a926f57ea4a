using System.Text.Json.Nodes;

namespace ArtifactBuild.Testing.Vectors;

/// <summary>Runs a vector from its files to the state at the end.</summary>
internal static class VectorRun
{
    /// <summary>Replays a vector and compares everything that it tells, with what we do differently on purpose.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="openStores">Starts the servers of a vector that refers to stores.</param>
    /// <param name="asTold">Whether the vector has to hold as it is, without our differences.</param>
    /// <exception cref="AssertFailedException">It does not hold; the message begins with its name.</exception>
    public static async Task RunAsync(Vector vector, Func<Vector, Task<IVectorStores>>? openStores = null, bool asTold = false)
    {
        try
        {
            await ReplayAsync(vector, openStores, asTold);
        }
        catch (Exception e)
        {
            throw new AssertFailedException($"The vector {vector.Name} does not hold. {e.Message}", e);
        }
    }

    private static async Task ReplayAsync(Vector vector, Func<Vector, Task<IVectorStores>>? openStores, bool asTold)
    {
        if (!vector.HasOperations)
            throw new AssertFailedException("It is in none of the formats that are described: it has no input.ops, and it is no list of cases of a helper function that is known.");
        VectorFormat.EnsureKnown(vector);
        using var world = new VectorWorld();
        // $ROOT stands in paths, in links and in the middle of URIs.
        (VectorWebServer? server, Vector moved) = VectorWebServer.Start(vector.Replace("$ROOT", world.Root).Replace("$CACHE", world.Cache));
        using VectorWebServer? closing = server;
        if (!asTold)
            VectorDifferences.Apply(moved);
        VectorFiles.Make(moved.Json["input"]!["files"] as JsonArray ?? [], world.Root);
        IVectorStores? stores = null;
        if (VectorNeeds.StoresOf(moved).Count > 0)
            stores = openStores is null ? throw new AssertFailedException("It needs a store, and there is none.") : await openStores(moved);
        try
        {
            await PlayAsync(moved, world, stores);
        }
        finally
        {
            if (stores is not null)
                await stores.DisposeAsync();
        }
    }

    private static async Task PlayAsync(Vector vector, VectorWorld world, IVectorStores? stores)
    {
        using var player = new VectorPlayer(world, stores, vector.Json["input"]!["client_id_cache"] as JsonObject);
        var comparison = new VectorComparison(vector, world.Cache);
        for (int i = 0; i < vector.Operations.Count; i++)
        {
            try
            {
                await PlayAsync(player, vector.Operations[i]!, vector.Results[i]!, comparison);
            }
            catch (Exception e)
            {
                throw new AssertFailedException($"Operation {i}, {vector.Operations[i]!.ToJsonString()}: {e.Message}", e);
            }
        }

        // After an error there may be no state to compare.
        if (vector.Expected is not JsonObject expected)
            return;
        Assert.IsNotNull(player.Current, "There is no artifact at the end.");
        comparison.AssertEnd(expected, player.Current, player.All);
        VectorComparison.AssertReadsBack(player.Current);
    }

    private static async Task PlayAsync(VectorPlayer player, JsonNode operation, JsonNode expected, VectorComparison comparison)
    {
        string name = operation["op"]!.GetValue<string>();
        if (player.Current is null && name is not ("new_artifact" or "make" or "write_file" or "delete_file"))
        {
            // In Python there is a null to ask then, in .NET nothing.
            Assert.AreEqual("AttributeError", expected["error"]?["type"]?.GetValue<string>());
            return;
        }

        Played played;
        try
        {
            played = await player.RunAsync(operation);
        }
        catch (Exception e) when (e is not UnitTestAssertException && expected["error"] is not null)
        {
            VectorErrors.AssertMatches(name, expected["error"]!, e);
            return;
        }

        Assert.IsNull(expected["error"], $"It should fail: {expected.ToJsonString()}");
        comparison.AssertResult(expected, played);
    }
}
