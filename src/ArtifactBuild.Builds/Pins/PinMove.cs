namespace ArtifactBuild.Builds.Pins;

/// <summary>A pin that a restore or an update changed.</summary>
/// <param name="Name">The collection; with its entity and project where the project refers to several of that name.</param>
/// <param name="Asked">The version or alias that is asked for.</param>
/// <param name="From">The version before; <see langword="null"/> when there was no pin.</param>
/// <param name="To">The version now; <see langword="null"/> when the pin is gone.</param>
internal sealed record PinMove(string Name, string Asked, string? From, string? To)
{
    /// <summary>The move as one line, such as <c>resnet50: v3 → v5 (production)</c>.</summary>
    /// <returns>The line.</returns>
    public override string ToString() => (From, To) switch
    {
        (null, _) => $"{Name}: {To}{Reason}, newly pinned",
        (_, null) => $"{Name}: {From}{Reason}, not pinned any more because the project does not refer to it",
        _ => $"{Name}: {From} → {To}{Reason}",
    };

    // A pin by version needs no reason.
    private string Reason => Asked == To || Asked == From ? "" : $" ({Asked})";
}
