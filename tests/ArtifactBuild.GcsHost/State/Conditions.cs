using ArtifactBuild.GcsHosting.Http;

namespace ArtifactBuild.GcsHosting.State;

/// <summary>The preconditions of a request on one object. Zero as a generation stands for "no live object".</summary>
internal sealed record Conditions(long? GenerationMatch, long? GenerationNotMatch, long? MetagenerationMatch, long? MetagenerationNotMatch)
{
    public static Conditions Of(GcsRequest request) => Read(request, "if");

    /// <summary>Those on the object that a copy reads.</summary>
    public static Conditions OfSource(GcsRequest request) => Read(request, "ifSource");

    /// <summary>Throws when the object is not in the state that the request asks for; null is an object that is not there.</summary>
    public void Check(StoredObject? current)
    {
        long generation = current?.Generation ?? 0;
        if (GenerationMatch is { } match && match != generation)
            throw ApiError.ConditionNotMet();
        if (MetagenerationMatch is { } metaMatch && metaMatch != current?.Metageneration)
            throw ApiError.ConditionNotMet();
        // Documented: without a live object this one fails, whatever the number.
        if (GenerationNotMatch is { } notMatch && (current == null || notMatch == generation))
            throw ApiError.NotModified(current);
        if (MetagenerationNotMatch is { } metaNotMatch && (current == null || metaNotMatch == current.Metageneration))
            throw ApiError.NotModified(current);
    }

    private static Conditions Read(GcsRequest request, string start) => new(
        request.Number(start + "GenerationMatch"),
        request.Number(start + "GenerationNotMatch"),
        request.Number(start + "MetagenerationMatch"),
        request.Number(start + "MetagenerationNotMatch"));
}
