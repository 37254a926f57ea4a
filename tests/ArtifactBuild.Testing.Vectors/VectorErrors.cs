using System.Text;
using System.Text.Json.Nodes;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Testing.Vectors;

/// <summary>Which failure of ours stands for which exception of W&amp;B. Types are the contract, messages are not.</summary>
internal static class VectorErrors
{
    private static readonly Dictionary<(string Operation, string Type), string[]> CodesOf = new()
    {
        [("new_artifact", "ValueError")] = [ArtifactCodes.InvalidArtifact],
        [("new_artifact", "TypeError")] = [ArtifactCodes.InvalidArtifact],
        [("new_artifact", "UnicodeDecodeError")] = [ArtifactCodes.InvalidArtifact],
        [("setattr", "UnicodeDecodeError")] = [ArtifactCodes.InvalidArtifact],
        [("setattr", "ValueError")] = [ArtifactCodes.InvalidArtifact],
        [("setattr", "TypeError")] = [ArtifactCodes.InvalidArtifact],
        [("add_file", "ValueError")] = [ArtifactCodes.SourceMissing, ArtifactCodes.DuplicatePath],
        [("add_file", "FileNotFoundError")] = [ArtifactCodes.SourceMissing],
        [("add_dir", "ValueError")] = [ArtifactCodes.SourceMissing, ArtifactCodes.DuplicatePath],
        [("add_dir", "FileNotFoundError")] = [ArtifactCodes.SourceMissing],
        [("add_reference", "ValueError")] = [ArtifactCodes.InvalidReference, ArtifactCodes.DuplicatePath],
        [("add_reference", "HTTPError")] = [ArtifactCodes.InvalidReference],
        [("add_reference", "CommError")] = [ArtifactCodes.InvalidReference],
        [("add_reference", "RuntimeError")] = [ArtifactCodes.InvalidReference],
        [("new_file", "ValueError")] = [ArtifactCodes.DuplicatePath],
        [("remove", "FileNotFoundError")] = [ArtifactCodes.EntryNotFound],
        [("get_entry", "KeyError")] = [ArtifactCodes.EntryNotFound],
        [("call", "KeyError")] = [ArtifactCodes.EntryNotFound],
        [("verify", "ValueError")] = [ArtifactCodes.VerificationFailed],
        [("verify", "FileNotFoundError")] = [ArtifactCodes.VerificationFailed],
        [("make", "ValueError")] = [ArtifactCodes.InvalidArtifact],
        [("make", "TypeError")] = [ArtifactCodes.InvalidArtifact],
        [("make", "AssertionError")] = [ArtifactCodes.InvalidArtifact],
        [("add", "ValueError")] = [ArtifactCodes.InvalidArtifact],
        [("add", "TypeError")] = [ArtifactCodes.InvalidArtifact],
        [("add", "AssertionError")] = [ArtifactCodes.InvalidArtifact],
        [("setitem", "ValueError")] = [ArtifactCodes.InvalidArtifact],
        [("setitem", "TypeError")] = [ArtifactCodes.InvalidArtifact],
        [("setitem", "AssertionError")] = [ArtifactCodes.InvalidArtifact],
    };

    public static void AssertMatches(string operation, JsonNode error, Exception actual)
    {
        // Our own code, put there by VectorDifferences.
        if (error["code"]?.GetValue<string>() is string code)
        {
            Assert.AreEqual(code, (actual as ArtifactException)?.Code, actual.ToString());
            return;
        }

        string type = error["type"]?.GetValue<string>() ?? throw new AssertFailedException($"The error of {operation} has no type.");
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
            // A value of another type, or of none, which Python finds out only when the program runs.
            case "AttributeError" or "TypeError" or "ValueError" when actual is CompilerException:
                break;
            default:
                Assert.IsTrue(CodesOf.TryGetValue((operation, type), out string[]? codes), $"{operation} has no code for {type}: {actual}");
                Assert.Contains((actual as ArtifactException)?.Code, codes, actual.ToString());
                break;
        }
    }
}
