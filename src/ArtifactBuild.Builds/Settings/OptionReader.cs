namespace ArtifactBuild.Builds.Settings;

/// <summary>Who reads the property of an option.</summary>
internal enum OptionReader
{
    /// <summary>All tasks that use a registry: the targets list it for a restore and for a log.</summary>
    EveryTask,

    /// <summary>The tasks that restore: the targets list it for these alone.</summary>
    RestoreTasks,

    /// <summary>The targets themselves, which give the tasks what follows from it.</summary>
    Targets,

    /// <summary>The generator, by a property that the compiler sees.</summary>
    Generator,
}
