using ArtifactBuild.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ArtifactBuild.Bench.Generator;

/// <summary>What the generator does in a build, and while somebody types.</summary>
internal sealed class GeneratorSteps(int entries, int limit)
{
    private readonly AdditionalText _lock = Lock.Of(entries);
    private CSharpCompilation _compilation = UserProject.Compile(50);
    private GeneratorDriver? _driver;
    private int _edit;

    /// <summary>Runs the generator where it never ran.</summary>
    public double FirstRun()
    {
        GeneratorDriver driver = NewDriver();
        double time = Median.Milliseconds(() => driver = driver.RunGenerators(_compilation));
        _driver = driver;
        return time;
    }

    /// <summary>Runs it again after an edit of code, and measures the generator alone.</summary>
    public double UnrelatedEditInGenerator()
    {
        UnrelatedEdit();
        return _driver!.GetTimingInfo().GeneratorTimes.Single().ElapsedTime.TotalMilliseconds;
    }

    /// <summary>Runs it again after an edit of code, and measures all that the compiler does about generators.</summary>
    public double UnrelatedEdit()
    {
        _compilation = UserProject.Edit(_compilation, ++_edit);
        return Median.Milliseconds(() => _driver = _driver!.RunGenerators(_compilation));
    }

    /// <summary>Runs it again after the small artifact was pinned anew.</summary>
    public double EditOfAnotherBlock()
    {
        GeneratorDriver fresh = NewDriver().RunGenerators(_compilation);
        AdditionalText changed = Lock.Of(entries, "v1");
        return Median.Milliseconds(() => fresh.ReplaceAdditionalText(_lock, changed).RunGenerators(_compilation));
    }

    private CSharpGeneratorDriver NewDriver() => CSharpGeneratorDriver.Create(
        [new ArtifactAccessorGenerator().AsSourceGenerator()], [_lock], optionsProvider: new BuildOptions(limit));
}
