using ArtifactBuild.Storage.Tests.Support;
using Microsoft.Testing.Platform.Builder;

namespace ArtifactBuild.Storage.Tests;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (args is [OtherProcess.Switch, ..])
            return await OtherProcess.RunAsync(args[1..]);
        ITestApplicationBuilder builder = await TestApplication.CreateBuilderAsync(args);
        SelfRegisteredExtensions.AddSelfRegisteredExtensions(builder, args);
        using ITestApplication application = await builder.BuildAsync();
        return await application.RunAsync();
    }
}
