namespace ArtifactBuild.Package.Tests.Fixtures;

/// <summary>Somebody who is not root, by number: no name, no home, and no right to what is not given.</summary>
internal sealed class OtherUser
{
    private readonly Workspace _workspace;
    private readonly string _user;
    private readonly string _group;

    public OtherUser(Workspace workspace, int user, int group)
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root" || !File.Exists("/usr/bin/setpriv"))
            Assert.Inconclusive("Only root on Linux can start a build as another user.");
        _workspace = workspace;
        (_user, _group) = ($"{user}", $"{group}");
        Home = workspace[$"home-{user}"];
        Directory.CreateDirectory(Home);
    }

    public string Home { get; }

    /// <summary>Makes a folder and all that is in it this user's.</summary>
    public async Task OwnAsync(string folder) => (await Command.RunAsync(
        new CommandLine("chown", _workspace.Root) { Arguments = ["-R", $"{_user}:{_group}", folder] })).AssertSuccess();

    /// <summary>Gives rights to a folder, as <c>chmod</c> takes them.</summary>
    public async Task SetModeAsync(string mode, string folder) => (await Command.RunAsync(
        new CommandLine("chmod", _workspace.Root) { Arguments = [mode, folder] })).AssertSuccess();

    /// <summary>Starts dotnet in a folder, with a umask that leaves rights to the group.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="variables">Variables besides those of the workspace; one that is empty is not set at all.</param>
    /// <param name="arguments">What dotnet is told.</param>
    public async Task<CommandResult> RunAsync(string folder, Dictionary<string, string> variables, params string[] arguments)
    {
        await OwnAsync(Home);
        // A temporary folder is its owner's alone, and everybody leaves binary logs.
        await SetModeAsync("o+rx", _workspace.Root);
        await SetModeAsync("a+rwx", _workspace["logs"]);
        CommandLine line = _workspace.Dotnet(folder, arguments);
        var environment = new Dictionary<string, string>(line.Environment) { ["HOME"] = Home, ["DOTNET_CLI_HOME"] = Home };
        foreach ((string name, string value) in variables)
            environment[name] = value;
        string[] unset = [.. environment.Where(variable => variable.Value.Length == 0).Select(variable => variable.Key)];
        return await Command.RunAsync(line with
        {
            Program = "setpriv",
            Arguments =
            [
                $"--reuid={_user}", $"--regid={_group}", "--clear-groups", "env", .. unset.SelectMany(name => new[] { "-u", name }),
                "sh", "-c", "umask 002; exec \"$@\"", "sh", line.Program, .. line.Arguments,
            ],
            Environment = environment,
        });
    }
}
