using ArtifactBuild.Lockfiles;
using ArtifactBuild.Testing.Registries;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ArtifactBuild.Tasks.Tests.Fixtures;

/// <summary>A project in a folder with a registry beside it, and the tasks that its targets would run.</summary>
internal sealed class TestProject : IAsyncDisposable
{
    public LocalRegistry Registry { get; } = new();

    public TestEngine Engine { get; } = new();

    /// <summary>What the properties of the project say.</summary>
    public Dictionary<string, string> Properties { get; } = [];

    /// <summary>What the environment variables say that are the defaults of properties, by property.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>The project's <c>ArtifactReference</c> items.</summary>
    public List<ITaskItem> References { get; } = [];

    public string this[string relative] => Registry.Temporary[Path.Combine("app", relative)];

    public string File => this["app.csproj"];

    public string LockFile => this[Lockfile.FileName];

    public string WorkDirectory => this["obj"];

    public string OutputDirectory => this["bin"];

    public string CleanFile => this["obj/app.FileListAbsolute.txt"];

    public string Write(string relative, string text) => Registry.Temporary.Write(Path.Combine("app", relative), text);

    public TestProject Refer(string include, params (string Name, string Value)[] metadata)
    {
        References.Add(NewItem(include, metadata));
        return this;
    }

    public static TaskItem NewItem(string include, params (string Name, string Value)[] metadata)
    {
        var item = new TaskItem(include);
        foreach ((string name, string value) in metadata)
            item.SetMetadata(name, value);
        return item;
    }

    public RestoreArtifacts Restore() => Prepare(new RestoreArtifacts());

    public VerifyArtifacts Verify()
    {
        VerifyArtifacts task = Prepare(new VerifyArtifacts());
        task.OutputDirectory = OutputDirectory;
        return task;
    }

    public LogArtifacts Log(params ITaskItem[] outputs)
    {
        LogArtifacts task = Begin(new LogArtifacts());
        task.Outputs = outputs;
        return task;
    }

    public FindCopies Find(string inputs = "inputs") => new()
    {
        BuildEngine = Engine,
        Inputs = inputs,
        WorkDirectory = WorkDirectory,
        OutputDirectory = OutputDirectory,
        CleanFile = CleanFile,
    };

    /// <summary>The task that remembers what a restore listed, after its files were copied.</summary>
    public RecordCopies Record(RestoreArtifacts restored, string inputs = "inputs")
    {
        RecordCopies task = Begin(new RecordCopies());
        task.Inputs = inputs;
        task.References = [.. References];
        task.Files = restored.Files;
        task.RestoreStamp = restored.Stamp;
        task.WorkDirectory = WorkDirectory;
        task.OutputDirectory = OutputDirectory;
        task.CleanFile = CleanFile;
        return task;
    }

    /// <summary>Copies as MSBuild does, which keeps the time of a file.</summary>
    public void Copy(IEnumerable<ITaskItem> files)
    {
        foreach (ITaskItem file in files)
        {
            string target = Path.Combine(OutputDirectory, file.GetMetadata("Link"));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            System.IO.File.Copy(file.ItemSpec, target, overwrite: true);
        }
    }

    /// <summary>Gives a task what all tasks get.</summary>
    public T Begin<T>(T task)
        where T : ArtifactTask
    {
        Properties.TryAdd("ArtifactRegistry", Registry.Folder);
        Properties.TryAdd("ArtifactCacheDirectory", Registry.Cache);
        task.BuildEngine = Engine;
        task.ProjectFile = File;
        task.Options = [.. Properties.Keys.Union(Variables.Keys).Select(name => NewItem(
            name, ("Value", Properties.GetValueOrDefault(name) ?? Variables[name]), ("Variable", Variables.GetValueOrDefault(name, ""))))];
        return task;
    }

    public ValueTask DisposeAsync() => Registry.DisposeAsync();

    private T Prepare<T>(T task)
        where T : RestoreTask
    {
        Begin(task);
        task.References = [.. References];
        task.LockFile = LockFile;
        task.WorkDirectory = WorkDirectory;
        task.OwnsLockFile = true;
        return task;
    }
}
