using ArtifactBuild.Diagnostics;
using ArtifactBuild.Tasks.Tests.Fixtures;
using Microsoft.Build.Framework;

namespace ArtifactBuild.Tasks.Tests;

/// <summary>What all tasks have in common: which failure becomes which error, and how a build stops them.</summary>
[TestClass]
public sealed class ArtifactTaskTests
{
    private const string ProjectFile = "/src/app.csproj";

    private readonly TestEngine _engine = new();

    [TestMethod]
    public void Work_that_ends_well_is_a_task_that_succeeds()
    {
        Assert.IsTrue(Run((_, _) => Task.CompletedTask));
        Assert.IsEmpty(_engine.Errors);
    }

    [TestMethod]
    public void A_known_failure_is_an_error_with_its_code_its_page_and_the_project()
    {
        Assert.IsFalse(Run((_, _) => throw new ArtifactException(ArtifactCodes.VersionNotFound, "No {0} “v7” {x}.")));
        BuildErrorEventArgs error = _engine.Errors.Single();
        Assert.AreEqual("ART2003", error.Code);
        Assert.AreEqual("No {0} “v7” {x}.", error.Message, "braces are text");
        Assert.AreEqual(ProjectFile, error.File);
        Assert.AreEqual((0, 0), (error.LineNumber, error.ColumnNumber));
        Assert.EndsWith("/docs/codes/ART2003.md", error.HelpLink);
        Assert.StartsWith("https://", error.HelpLink);
    }

    [TestMethod]
    public void A_failure_at_a_place_in_a_file_is_shown_there()
    {
        Assert.IsFalse(Run((_, _) => throw new ArtifactFileException(ArtifactCodes.LockfileMalformed, "Bad.", "/src/artifacts.lock.json", 3, 7)));
        BuildErrorEventArgs error = _engine.Errors.Single();
        Assert.AreEqual(("/src/artifacts.lock.json", 3, 7), (error.File, error.LineNumber, error.ColumnNumber));
        Assert.AreEqual("ART1010", error.Code);
    }

    [TestMethod]
    public void A_failure_that_comes_from_asynchronous_work_is_the_same_error()
    {
        Assert.IsFalse(Run(async (_, _) =>
        {
            await Task.Yield();
            throw new ArtifactException(ArtifactCodes.StoreAccess, "No.");
        }));
        Assert.AreEqual("ART2010", _engine.Errors.Single().Code);
    }

    [TestMethod]
    public void A_failure_that_nobody_foresaw_stays_loud()
    {
        Assert.Throws<InvalidOperationException>(() => Run((_, _) => throw new InvalidOperationException("a defect")));
        Assert.IsEmpty(_engine.Errors);
    }

    [TestMethod]
    public void Errors_that_the_work_shows_itself_fail_the_task_and_warnings_do_not()
    {
        Assert.IsFalse(Run((task, _) =>
        {
            task.Fail(new ArtifactException(ArtifactCodes.VerificationFailed, "One differs."));
            task.Fail(new ArtifactException(ArtifactCodes.VerificationFailed, "Another differs."));
            return Task.CompletedTask;
        }));
        Assert.AreSequenceEqual(["One differs.", "Another differs."], _engine.Errors.Select(error => error.Message));
        Assert.IsTrue(Run((task, _) =>
        {
            task.Warn(ArtifactCodes.EmptyFilter, "{0} matches nothing.");
            return Task.CompletedTask;
        }));
    }

    [TestMethod]
    public void A_warning_has_code_page_and_place_too()
    {
        Run((task, _) =>
        {
            task.Warn(ArtifactCodes.EmptyFilter, "{0} matches nothing.", new ItemPlace("/src/a.props", 2, 5));
            task.Warn(ArtifactCodes.UsageNotRecorded, "Not recorded.");
            return Task.CompletedTask;
        });
        BuildWarningEventArgs placed = _engine.Warnings[0];
        Assert.AreEqual(("ART1501", "{0} matches nothing.", "/src/a.props", 2, 5), (placed.Code, placed.Message, placed.File, placed.LineNumber, placed.ColumnNumber));
        Assert.EndsWith("/docs/codes/ART1501.md", placed.HelpLink);
        BuildWarningEventArgs other = _engine.Warnings[1];
        Assert.AreEqual((ProjectFile, 0, 0), (other.File, other.LineNumber, other.ColumnNumber));
    }

    [TestMethod]
    public void A_build_that_is_cancelled_stops_the_work_without_an_error()
    {
        // The work goes on until it is told to stop: MSBuild cancels from another thread.
        using GivenTask task = NewTask(static (self, token) =>
        {
            self.Cancel();
            return Task.Delay(Timeout.Infinite, token);
        });
        Assert.IsFalse(task.Execute());
        Assert.IsEmpty(_engine.Errors);
    }

    [TestMethod]
    public void A_build_that_was_cancelled_before_the_work_begins_has_no_error_either()
    {
        using GivenTask task = NewTask(static (_, token) =>
        {
            token.ThrowIfCancellationRequested();
            return Task.CompletedTask;
        });
        task.Cancel();
        Assert.IsFalse(task.Execute());
        Assert.IsEmpty(_engine.Errors);
    }

    [TestMethod]
    public void A_cancellation_that_no_build_asked_for_is_a_defect_and_loud() =>
        Assert.Throws<OperationCanceledException>(() => Run((_, _) => throw new OperationCanceledException()));

    private bool Run(Func<GivenTask, CancellationToken, Task> work)
    {
        using GivenTask task = NewTask(work);
        return task.Execute();
    }

    private GivenTask NewTask(Func<GivenTask, CancellationToken, Task> work) => new(work) { BuildEngine = _engine, ProjectFile = ProjectFile };
}
