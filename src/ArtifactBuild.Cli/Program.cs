using System.CommandLine;
using ArtifactBuild.Cli.Commands;

var root = new RootCommand("Log, download and verify versioned model and data artifacts.")
{
    LogCommand.Create(),
    ShowCommand.Create(),
    DownloadCommand.Create(),
    VerifyCommand.Create(),
    RestoreCommand.Create(),
    UpdateCommand.Create(),
    CacheCommand.Create(),
};

return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
