namespace ArtifactBuild.Package.Tests.Fixtures;

/// <summary>A program to start.</summary>
/// <param name="Program">Its path, or a name that PATH finds.</param>
/// <param name="Folder">The folder to start it in.</param>
internal sealed record CommandLine(string Program, string Folder)
{
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables besides those that every user has.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether a build is a process of its own, as of a user's first build, and not the work of one of <see cref="BuildServers"/>.</summary>
    public bool OwnProcess { get; init; }

    /// <summary>The same with more variables; one that was there gets the new value.</summary>
    public CommandLine With(IReadOnlyDictionary<string, string> variables)
    {
        var all = new Dictionary<string, string>(Environment);
        foreach ((string name, string value) in variables)
            all[name] = value;
        return this with { Environment = all };
    }

    public override string ToString() => $"{Folder}$ {Program} {string.Join(' ', Arguments)}";
}
