using System.Collections.Immutable;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ArtifactBuild.Generator.Tests.Generation;

/// <summary>Runs the generator in a compilation, as the compiler does.</summary>
internal sealed class GeneratorHarness
{
    public static readonly ImmutableArray<MetadataReference> Net10 =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(path) == "netstandard.dll")
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly CSharpParseOptions _parseOptions;
    private GeneratorDriver _driver;

    public GeneratorHarness(LanguageVersion language = LanguageVersion.Latest, string source = "", params (string Property, string Value)[] properties)
        : this(Net10, language, source, properties)
    {
    }

    public GeneratorHarness(
        ImmutableArray<MetadataReference> framework, LanguageVersion language, string source, params (string Property, string Value)[] properties)
    {
        _parseOptions = new CSharpParseOptions(language, DocumentationMode.Diagnose);
        Compilation = CSharpCompilation.Create(
            "Consumer",
            [Parse(source)],
            framework,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                generalDiagnosticOption: ReportDiagnostic.Error,
                warningLevel: 9999,
                nullableContextOptions: language >= LanguageVersion.CSharp8 ? NullableContextOptions.Enable : NullableContextOptions.Disable));
        _driver = CSharpGeneratorDriver.Create(
            [new ArtifactAccessorGenerator().AsSourceGenerator()],
            parseOptions: _parseOptions,
            optionsProvider: new Options(properties),
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
    }

    public CSharpCompilation Compilation { get; private set; }

    public Compilation Output { get; private set; } = null!;

    public GeneratorRunResult Result { get; private set; }

    public IReadOnlyDictionary<string, string> Files =>
        Result.GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString());

    public static GeneratorHarness RunOn(string lockText, params (string Property, string Value)[] properties) =>
        new GeneratorHarness(properties: properties).AddLock(lockText).Run();

    public SyntaxTree Parse(string source) => CSharpSyntaxTree.ParseText(source, _parseOptions);

    public GeneratorHarness AddLock(string text, string path = "/src/artifacts.lock.json")
    {
        Add(text, path);
        return this;
    }

    public void Replace(AdditionalText old, AdditionalText changed) => _driver = _driver.ReplaceAdditionalText(old, changed);

    public AdditionalText Add(string text, string path)
    {
        var file = new Text(path, text);
        _driver = _driver.AddAdditionalTexts([file]);
        return file;
    }

    public void SetOptions(params (string Property, string Value)[] properties) =>
        _driver = _driver.WithUpdatedAnalyzerConfigOptions(new Options(properties));

    public void AddSource(string source) => Compilation = Compilation.AddSyntaxTrees(Parse(source));

    public GeneratorHarness Run()
    {
        _driver = _driver.RunGeneratorsAndUpdateCompilation(Compilation, out Compilation output, out _);
        Output = output;
        Result = _driver.GetRunResult().Results.Single();
        Assert.IsNull(Result.Exception, Result.Exception?.ToString());
        return this;
    }

    /// <summary>Asserts that everything compiles without a warning.</summary>
    public MemoryStream Emit()
    {
        var image = new MemoryStream();
        using var documentation = new MemoryStream();
        var emitted = Output.Emit(image, xmlDocumentationStream: documentation);
        Assert.AreEqual("", string.Join("\n", emitted.Diagnostics.Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Hidden)));
        image.Position = 0;
        return image;
    }

    /// <summary>Asserts that everything compiles without a warning, and loads it.</summary>
    public System.Reflection.Assembly Load()
    {
        using MemoryStream image = Emit();
        return new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image);
    }

    public IncrementalStepRunReason[] Reasons(string step) =>
        [.. Result.TrackedSteps[step].SelectMany(one => one.Outputs).Select(output => output.Reason)];

    public IncrementalStepRunReason[] OutputReasons() =>
        [.. Result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(one => one.Outputs).Select(output => output.Reason)];

    public static AdditionalText MakeText(string path, string text) => new Text(path, text);

    private sealed class Text(string path, string text) : AdditionalText
    {
        public override string Path { get; } = path;

        public override SourceText? GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}

internal sealed class Options((string Property, string Value)[] properties) : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions { get; } =
        new Values(properties.ToDictionary(one => "build_property." + one.Property, one => one.Value));

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Values(new Dictionary<string, string>
    {
        ["build_metadata.AdditionalFiles.ArtifactLockfile"] = textFile.Path.EndsWith(".lock.json", StringComparison.Ordinal) ? "true" : "",
    });

    private sealed class Values(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) =>
            values.TryGetValue(key, out value);
    }
}
