using System.Text.Json.Nodes;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Media;
using ArtifactBuild.Model;
using ArtifactBuild.Values;

namespace ArtifactBuild.Testing.Vectors;

/// <summary>Our member for each name of W&amp;B's that a vector may use.</summary>
internal static class ArtifactMembers
{
    private static readonly Dictionary<string, Func<Artifact, JsonArray, Task<object?>>> Methods = new()
    {
        ["new_draft"] = async (artifact, _) => await artifact.NewDraftAsync(),
        ["download"] = async (artifact, _) => await artifact.DownloadAsync(),
        ["checkout"] = async (artifact, _) => await artifact.CheckoutAsync(),
        ["verify"] = async (artifact, _) => await artifact.VerifyAsync(),
        ["file"] = async (artifact, _) => await artifact.DownloadFileAsync(),
        ["files"] = async (artifact, _) => await artifact.Files().CountAsync(),
        ["delete"] = (artifact, _) => Nothing(artifact.DeleteAsync()),
        ["unlink"] = (artifact, _) => Nothing(artifact.UnlinkAsync()),
        ["used_by"] = async (artifact, _) => await artifact.UsedByAsync(),
        ["logged_by"] = async (artifact, _) => await artifact.LoggedByAsync(),
        ["json_encode"] = (artifact, _) => Task.FromResult<object?>(artifact.ToJson()),
        ["wait"] = async (artifact, _) => await artifact.WaitAsync(),
        ["get_entry"] = (artifact, arguments) => Task.FromResult<object?>(artifact.GetEntry(arguments[0]!.GetValue<string>())),
#pragma warning disable CS0618 // W&B's old name for get_entry is ours as well.
        ["get_path"] = (artifact, arguments) => Task.FromResult<object?>(artifact.GetPath(arguments[0]!.GetValue<string>())),
#pragma warning restore CS0618
        ["get"] = async (artifact, arguments) => await artifact.GetAsync(arguments[0]!.GetValue<string>()),
        // An indexer can't wait for a download, so both are one member.
        ["__getitem__"] = async (artifact, arguments) => await artifact.GetAsync(arguments[0]!.GetValue<string>()),
        ["is_draft"] = (artifact, _) => Task.FromResult<object?>(artifact.IsDraft),
    };

    private static readonly Dictionary<string, string> Properties = new()
    {
        ["id"] = nameof(Artifact.Id),
        ["name"] = nameof(Artifact.Name),
        ["source_name"] = nameof(Artifact.SourceName),
        ["entity"] = nameof(Artifact.Entity),
        ["project"] = nameof(Artifact.Project),
        ["source_entity"] = nameof(Artifact.SourceEntity),
        ["source_project"] = nameof(Artifact.SourceProject),
        ["version"] = nameof(Artifact.Version),
        ["source_version"] = nameof(Artifact.SourceVersion),
        ["qualified_name"] = nameof(Artifact.QualifiedName),
        ["source_qualified_name"] = nameof(Artifact.SourceQualifiedName),
        ["type"] = nameof(Artifact.Type),
        ["description"] = nameof(Artifact.Description),
        ["metadata"] = nameof(Artifact.Metadata),
        ["ttl"] = nameof(Artifact.TimeToLive),
        ["aliases"] = nameof(Artifact.Aliases),
        ["tags"] = nameof(Artifact.Tags),
        ["incremental"] = nameof(Artifact.Incremental),
        ["use_as"] = nameof(Artifact.UseAs),
        ["state"] = nameof(Artifact.State),
        ["digest"] = nameof(Artifact.Digest),
        ["size"] = nameof(Artifact.Size),
        ["commit_hash"] = nameof(Artifact.CommitHash),
        ["file_count"] = nameof(Artifact.FileCount),
        ["created_at"] = nameof(Artifact.CreatedAt),
        ["updated_at"] = nameof(Artifact.UpdatedAt),
        ["_client_id"] = nameof(Artifact.ClientId),
    };

    // What the methods are given. That of a draft does not come to it.
    private static readonly string[] WithPath = ["get_entry", "get_path", "get", "__getitem__"];

    public static async Task<JsonNode?> CallAsync(Artifact artifact, string method, JsonArray arguments, JsonObject named)
    {
        if (!Methods.TryGetValue(method, out Func<Artifact, JsonArray, Task<object?>>? call))
            throw new AssertFailedException($"The method “{method}” is not known.");
        int known = WithPath.Contains(method) ? 1 : 0;
        if (!artifact.IsDraft && (arguments.Count > known || named.Count > 0))
            throw new AssertFailedException($"The arguments {arguments.ToJsonString()} {named.ToJsonString()} of the method “{method}” are not known.");
        return Json(await call(artifact, arguments));
    }

    public static async Task<JsonNode?> GetAsync(Artifact artifact, string name) => name switch
    {
        "collection" => (await artifact.GetCollectionAsync()).Name,
        "source_collection" => (await artifact.GetSourceCollectionAsync()).Name,
        _ => Json(Read(artifact, name)),
    };

    public static void Set(Artifact artifact, string name, JsonNode? spec)
    {
        switch (name)
        {
            case "_client_id":
                artifact.RememberAs(spec!.GetValue<string>());
                break;
            case "description":
                artifact.Description = CellSpec.Read(spec) is object text ? text as string ?? throw new CompilerException($"{text} is no text") : null;
                break;
            case "metadata":
                artifact.Metadata = Metadata(spec);
                break;
            case "aliases":
                artifact.Aliases = Texts(spec);
                break;
            case "tags":
                artifact.Tags = Texts(spec);
                break;
            case "ttl":
                artifact.TimeToLive = TimeToLiveOf(CellSpec.Read(spec));
                break;
            default:
                Assert.IsFalse(PropertyOf(name).SetMethod?.IsPublic ?? false, $"{name} can be set after all");
                throw new CompilerException($"{name} can't be set");
        }
    }

    private static TimeToLive TimeToLiveOf(object? value) => value switch
    {
        null => TimeToLive.Disabled,
        TimeSpan duration => TimeToLive.Of(duration),
        _ => throw new CompilerException($"{value} is no duration"),
    };

    // The setter takes a JsonObject, which other values become by MetadataValue.
    private static JsonObject Metadata(JsonNode? spec) => CellSpec.Read(spec) switch
    {
        null => [],
        PythonDictionary pairs => MetadataValue.ToObject(pairs),
        object value => MetadataValue.ToJson(value) as JsonObject ?? throw new CompilerException($"{value} is no JsonObject"),
    };

    private static object? Read(Artifact artifact, string name)
    {
        try
        {
            return PropertyOf(name).GetValue(artifact);
        }
        catch (System.Reflection.TargetInvocationException e) when (e.InnerException is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerException);
            throw;
        }
    }

    private static System.Reflection.PropertyInfo PropertyOf(string name) => Properties.TryGetValue(name, out string? own)
        ? typeof(Artifact).GetProperty(own)!
        : throw new AssertFailedException($"The property “{name}” is not known.");

    private static JsonNode? Json(object? value) => value switch
    {
        JsonNode node => node,
        string text => text,
        bool flag => flag,
        int number => number,
        long number => number,
        DateTimeOffset time => time,
        TimeToLive timeToLive => timeToLive.Duration?.TotalSeconds,
        ArtifactState state => state.ToString().ToUpperInvariant(),
        IEnumerable<string> texts => new JsonArray([.. texts.Select(text => (JsonNode)text)]),
        _ => null,
    };

    // A single text is one label, as in W&B 0.19.
    private static string[] Texts(JsonNode? spec) => CellSpec.Read(spec) switch
    {
        null => [],
        string text => [text],
        object?[] items when items.All(item => item is string) => [.. items.Cast<string>()],
        IEnumerable<object?> items when items.All(item => item is string) => [.. items.Cast<string>()],
        object value => throw new CompilerException($"{value} is no list of texts"),
    };

    private static async Task<object?> Nothing(Task task)
    {
        await task;
        return null;
    }
}
