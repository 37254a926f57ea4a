using System.Text;
using System.Text.Json.Nodes;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Core.Tests.Vectors;

/// <summary>Which failure of ours stands for which exception of W&amp;B. Types are the contract, messages are not.</summary>
internal static class VectorErrors
{
    private static readonly Dictionary<(string Operation, string Type), string[]> ArtifactCodesOf = new()
    {
        [("new_artifact", "ValueError")] = [ArtifactCodes.InvalidArtifact],
        [("add_file", "ValueError")] = [ArtifactCodes.SourceMissing, ArtifactCodes.DuplicatePath],
        [("add_dir", "ValueError")] = [ArtifactCodes.SourceMissing, ArtifactCodes.DuplicatePath],
        [("add_dir", "FileNotFoundError")] = [ArtifactCodes.SourceMissing],
        [("add_reference", "ValueError")] = [ArtifactCodes.InvalidReference, ArtifactCodes.DuplicatePath],
        [("new_file", "ValueError")] = [ArtifactCodes.DuplicatePath],
        [("remove", "FileNotFoundError")] = [ArtifactCodes.EntryNotFound],
    };

    public static void AssertMatches(string operation, JsonNode error, Exception actual)
    {
        // Our own code, put there by VectorDifferences.
        if (error["code"]?.GetValue<string>() is string code)
        {
            Assert.AreEqual(code, (actual as ArtifactException)?.Code, actual.ToString());
            return;
        }

        string type = error["type"]!.GetValue<string>();
        switch (type)
        {
            case "ArtifactFinalizedError":
                Assert.IsInstanceOfType<ArtifactFinalizedException>(actual);
                break;
            case "ArtifactNotLoggedError":
                Assert.IsInstanceOfType<ArtifactNotLoggedException>(actual);
                break;
            case "UnicodeEncodeError":
                Assert.IsInstanceOfType<EncoderFallbackException>(actual);
                break;
            default:
                Assert.IsTrue(ArtifactCodesOf.TryGetValue((operation, type), out string[]? codes), $"{operation} has no code for {type}: {actual}");
                Assert.Contains((actual as ArtifactException)?.Code, codes, actual.ToString());
                break;
        }
    }
}
