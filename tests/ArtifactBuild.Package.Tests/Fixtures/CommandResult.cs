namespace ArtifactBuild.Package.Tests.Fixtures;

/// <summary>How a program ended, and all that it wrote.</summary>
internal sealed record CommandResult(string Line, int ExitCode, string Output)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The different errors; a build shows each once more at its end.</summary>
    public string[] Errors => Messages("error");

    public string[] Warnings => Messages("warning");

    /// <summary>What a restore or a log says of itself, without the time that it took.</summary>
    public string[] ProductLines =>
        [.. Lines.Where(line => line.StartsWith("Restored ", StringComparison.Ordinal) && line.Contains("artifact", StringComparison.Ordinal)
            && !line.Contains(".csproj", StringComparison.Ordinal) || line.StartsWith("Logged ", StringComparison.Ordinal))];

    public CommandResult AssertSuccess()
    {
        Assert.AreEqual(0, ExitCode, $"{Line}\n{Output}");
        Assert.AreEqual("", string.Join('\n', Warnings), $"{Line}\n{Output}");
        return this;
    }

    /// <summary>It failed with one error, and nothing else: gives that error.</summary>
    public string AssertError(string code)
    {
        Assert.AreNotEqual(0, ExitCode, $"{Line}\n{Output}");
        Assert.AreEqual("", string.Join('\n', Warnings), $"{Line}\n{Output}");
        Assert.HasCount(1, Errors, $"{Line}\n{Output}");
        Assert.Contains($"error {code}: ", Errors[0], $"{Line}\n{Output}");
        return Errors[0];
    }

    /// <summary>It did nothing: the build was up to date.</summary>
    public void AssertNothingRestored()
    {
        AssertSuccess();
        Assert.IsEmpty(ProductLines, Output);
    }

    private string[] Messages(string kind) =>
        [.. Lines.Where(line => line.Contains($": {kind} ", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)];
}
