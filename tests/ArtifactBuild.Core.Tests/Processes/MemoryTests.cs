using System.Globalization;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Core.Tests.Processes;

/// <summary>A large content goes through in pieces: memory does not grow with it.</summary>
[TestClass]
[DoNotParallelize]
public class MemoryTests
{
    private const long Size = 1024L * 1024 * 1024;
    private const long Limit = 150L * 1024 * 1024;

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task A_download_of_a_gibibyte_takes_little_memory(bool skipCache)
    {
        using var temporary = new TemporaryDirectory();

        ProgramResult result = await StartedProgram.RunAsync(
            BuildPaths.TestHost, "measure", temporary.Root, Size.ToString(CultureInfo.InvariantCulture), skipCache.ToString());

        Assert.AreEqual(0, result.ExitCode, result.Error);
        CollectionAssert.Contains(result.Lines, $"downloaded {Size}");
        long heap = Value(result, "heap ");
        long set = Value(result, "set ");
        Assert.IsLessThan(Limit, heap + set, result.Output);
    }

    private static long Value(ProgramResult result, string name) => long.Parse(
        result.Lines.Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..], CultureInfo.InvariantCulture);
}
