using ArtifactBuild.Generator.Emitting;
using ArtifactBuild.Generator.Options;
using ArtifactBuild.Shared;
using Microsoft.CodeAnalysis;

namespace ArtifactBuild.Generator;

/// <summary>Generates accessors for the artifacts that the lockfile pins.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ArtifactAccessorGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<AccessorSettings> settings = context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => AccessorSettings.From(options.GlobalOptions))
            .WithTrackingName(TrackingNames.Settings);

        IncrementalValueProvider<AccessorStyle> style = settings.Combine(context.ParseOptionsProvider)
            .Select(static (pair, _) => AccessorStyle.From(pair.Left, pair.Right))
            .WithTrackingName(TrackingNames.Style);

        // The files are chosen in a step of their own, so that new options alone do not read them again.
        IncrementalValuesProvider<LockfileInput> lockfiles = context.AdditionalTextsProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Where(static pair => LockfileInput.IsLockfile(pair.Left, pair.Right))
            .Select(static (pair, _) => pair.Left)
            .WithTrackingName(TrackingNames.LockfileText)
            .Select(static (file, cancellationToken) => LockfileInput.Read(file, cancellationToken))
            .WithTrackingName(TrackingNames.Lockfile);

        IncrementalValuesProvider<ReferencePlan> references = lockfiles.Collect().Combine(settings)
            .SelectMany(static (pair, _) => ReferencePlanner.Plan(pair.Left, pair.Right))
            .WithTrackingName(TrackingNames.References);

        IncrementalValueProvider<bool> anyReference = references.Collect()
            .Select(static (all, _) => !all.IsEmpty)
            .WithTrackingName(TrackingNames.AnyReference);

        context.RegisterSourceOutput(settings.SelectMany(static (one, _) => one.Wrong), static (output, wrong) => output.ReportDiagnostic(
            Diagnostic.Create(Diagnostics.WrongProperty, Location.None, wrong.Property, ShownText.Quote(wrong.Text), wrong.Form)));

        context.RegisterSourceOutput(lockfiles, static (output, lockfile) =>
        {
            if (lockfile.Result.Error is { } error)
                output.ReportDiagnostic(Diagnostic.Create(
                    Diagnostics.UnreadableLockfile, Diagnostics.At(lockfile.Path, error.Line, error.Column), error.Message));
        });

        context.RegisterSourceOutput(anyReference.Combine(style), static (output, pair) =>
        {
            if (pair.Left)
                SharedFiles.Emit(output, pair.Right);
        });

        context.RegisterSourceOutput(references.Combine(style), static (output, pair) => ReferenceFile.Emit(output, pair.Left, pair.Right));
    }
}
