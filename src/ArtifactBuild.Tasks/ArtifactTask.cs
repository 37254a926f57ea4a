using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Shared;
using ArtifactBuild.Transfer;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace ArtifactBuild.Tasks;

/// <summary>
/// What the tasks have in common: the project's settings, cancellation, and failures that become errors with a code. Any other
/// exception is a defect: MSBuild shows it with its stack.
/// </summary>
public abstract class ArtifactTask : Microsoft.Build.Utilities.Task, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>The absolute path of the project, where errors are shown.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>
    /// The options that the task reads: each item includes the name of a property, its <c>Value</c> is the property's, and its
    /// <c>Variable</c> that of the environment variable which is the property's default.
    /// </summary>
    public ITaskItem[] Options { get; set; } = [];

    /// <summary>What the properties of the project say.</summary>
    private protected OptionValues Values => OptionValues.OfProperties(
        property => OptionText(property, "Value"), property => OptionText(property, "Variable"));

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            RunAsync(_cancellation.Token).GetAwaiter().GetResult();
            return !Log.HasLoggedErrors;
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            return false;
        }
        catch (ArtifactException e)
        {
            LogError(e);
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cancellation.Dispose();
        GC.SuppressFinalize(this);
    }

    private string? OptionText(string property, string metadata) =>
        Array.Find(Options, option => option.ItemSpec == property)?.GetMetadata(metadata);

    /// <summary>Does the work.</summary>
    private protected abstract Task RunAsync(CancellationToken cancellationToken);

    /// <summary>The project's settings.</summary>
    /// <param name="transfer">What a line about a long transfer begins with.</param>
    private protected BuildSettings Settings(string transfer) => BuildSettings.Read(Values, Path.GetDirectoryName(ProjectFile)!) with
    {
        Progress = new ProgressLines(transfer, line => Log.LogMessage(MessageImportance.High, line)),
    };

    /// <summary>The item that a failure is about, if it is known to be about one.</summary>
    private protected virtual ItemPlace? PlaceOf(ArtifactException e) => null;

    /// <summary>Shows a failure where the user can mend it: at its place in a file, at its item, or at the project.</summary>
    private protected void LogError(ArtifactException e)
    {
        var lines = e as ArtifactFileException;
        ItemPlace place = lines is null
            ? PlaceOf(e) ?? new ItemPlace(ProjectFile, 0, 0)
            : new ItemPlace(lines.File, lines.Line, lines.Column);
        Log.LogError(
            subcategory: null,
            errorCode: e.Code,
            helpKeyword: null,
            helpLink: CodePage.Link(e.Code),
            file: place.File,
            lineNumber: place.Line,
            columnNumber: place.Column,
            endLineNumber: 0,
            endColumnNumber: 0,
            // Without arguments, so that braces in the text stay what they are.
            message: e.Message);
    }

    /// <summary>Shows a warning.</summary>
    private protected void LogWarning(string code, string message, ItemPlace? place)
    {
        place ??= new ItemPlace(ProjectFile, 0, 0);
        Log.LogWarning(
            subcategory: null,
            warningCode: code,
            helpKeyword: null,
            helpLink: CodePage.Link(code),
            file: place.File,
            lineNumber: place.Line,
            columnNumber: place.Column,
            endLineNumber: 0,
            endColumnNumber: 0,
            message: message);
    }
}
