using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

/// <summary>A culture changes what letters, digits and dates look like; a lockfile and the code made of it know nothing of it.</summary>
[TestClass]
public sealed class FlowCultureTests : PackageTest
{
    // The first one is what the others are compared with.
    private static readonly (string Locale, string January)[] Cultures =
        [("C.UTF-8", "January"), ("tr_TR.UTF-8", "Ocak"), ("ar_SA.UTF-8", "جمادى الأولى"), ("tr_TR.UTF-8 without data", "January")];

    [TestMethod]
    public async Task Lockfile_and_generated_code_are_the_same_in_every_culture()
    {
        await Workspace.LogAsync(
            "Iris-INFO", ["İstanbul", "i"], ("INDEX.ini", "12345"), ("index/ı.txt", "i"), ("index/İ.txt", "I"), ("٣/ﻻ.bin", new string('x', 12_345)), ("z_I/Ii.txt", ""));
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="Iris-INFO" Files="**/*.ini;INDEX*;**/*.TXT;**/*.txt;**/*.bin" />""");
        Workspace.Write("app/Directory.Build.targets", """
            <Project>
              <Target Name="Tell" AfterTargets="ArtifactRestore">
                <Message Importance="high" Text="Month: “$([System.DateTime]::FromBinary(637141248000000000).ToString('MMMM'))”" />
              </Target>
            </Project>
            """);
        (string Path, byte[] Bytes)[]? first = null;
        foreach ((string locale, string january) in Cultures)
        {
            File.Delete(app.Lockfile);
            if (Directory.Exists(Path.Combine(app.Folder, "obj/Debug")))
                Directory.Delete(Path.Combine(app.Folder, "obj/Debug"), recursive: true);
            CommandResult build = (await BuildAsync(app, locale)).AssertSuccess();
            // The build really runs in that culture.
            Assert.Contains($"Month: “{january}”", build.Output, locale);
            (string Path, byte[] Bytes)[] made = Made(app);
            first ??= made;
            Assert.AreSequenceEqual(first.Select(file => file.Path), made.Select(file => file.Path), locale);
            for (int i = 0; i < made.Length; i++)
                Assert.AreSequenceEqual(first[i].Bytes, made[i].Bytes, $"{locale}: {made[i].Path}");
        }

        Assert.IsGreaterThanOrEqualTo(3, first!.Length);
    }

    private static (string Path, byte[] Bytes)[] Made(TestProject app)
    {
        string generated = Path.Combine(app.Folder, "obj/Debug/net10.0/generated");
        return [.. Fixtures.Workspace.Files(generated).Select(path => Path.Combine(generated, path)).Append(app.Lockfile)
            .Select(path => (path, File.ReadAllBytes(path)))];
    }

    private static Task<CommandResult> BuildAsync(TestProject app, string locale)
    {
        string[] words = locale.Split(' ');
        // The generator runs in the compiler, so that is to be of this culture, too.
        var variables = new Dictionary<string, string>(SharedCompiler.None) { ["LC_ALL"] = words[0], ["LANG"] = words[0] };
        if (words.Length > 1)
            variables["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        return app.RunAsync(variables, "build", "-p:EmitCompilerGeneratedFiles=true");
    }
}
