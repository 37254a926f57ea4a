using ArtifactBuild.Lockfiles;

namespace ArtifactBuild.Generator.Tests.Lockfiles;

/// <summary>Each case changes one spot of a good lockfile; a ◆ marks where the error must be.</summary>
[TestClass]
public sealed class LockfileErrorTests
{
    private const string Good = """
        {
          "format": 1,
          "artifacts": [
            {
              "requested": "e/p/n:latest",
              "name": "e/p/n",
              "type": "model",
              "version": "v3",
              "registry": "s3://models",
              "digest": "0123456789abcdef0123456789abcdef",
              "manifest": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
              "aliases": ["latest"],
              "entries": [
                { "path": "a.bin", "size": 12, "sha256": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" },
                { "path": "b.csv", "ref": "s3://x" }
              ]
            }
          ]
        }

        """;

    [TestMethod]
    // Syntax.
    [DataRow("\"format\": 1,", "\"format\": 1◆\"x\": 2,", "',' or '}' must follow, but '\"' stands here")]
    [DataRow("\"format\": 1,", "\"format\" ◆1,", "':' must follow the property name, but '1' stands here")]
    [DataRow("\"format\": 1,", "◆format: 1,", "a property name must be a string, but 'f' stands here")]
    [DataRow("\"s3://x\" }", "\"s3://x\"◆, }", "no comma may stand before '}'")]
    [DataRow("[\"latest\"]", "[\"latest\"◆,]", "no comma may stand before ']'")]
    [DataRow("[\"latest\"]", "[◆,]", "an alias must be a string, but ',' stands here")]
    [DataRow("[\"latest\"]", "[\"latest\" ◆\0]", "',' or ']' must follow, but '\\u0000' stands here")]
    [DataRow("e/p/n:latest", "e/p◆\t/n:latest", "'\\u0009' stands in a string, where it must be escaped")]
    [DataRow("e/p/n:latest", "e/p/n:◆\\x", "a backslash before 'x' is not an escape")]
    [DataRow("e/p/n:latest", "e/p/n:◆\\u12g4", "four hex digits must follow \\u")]
    [DataRow("e/p/n:latest", "e/p/n:◆\\ud800x", "half a surrogate pair stands in a string")]
    [DataRow("e/p/n:latest", "e/p/n:◆\\udc00", "half a surrogate pair stands in a string")]
    [DataRow("  ]\n}\n", "  ]\n}\n◆x", "nothing may follow the closing brace, but 'x' stands here")]
    // Shapes.
    [DataRow("\"format\": 1", "\"format\": ◆\"1\"", "\"format\" must be a number, but '\"' stands here")]
    [DataRow("\"format\": 1", "\"format\": ◆0", "\"format\" must be 1")]
    [DataRow("\"format\": 1", "\"format\": ◆01", "\"format\" must not begin with a needless zero")]
    [DataRow("\"format\": 1", "\"format\": ◆2.5", "\"format\" must be a whole number, without fraction or exponent")]
    [DataRow("\"format\": 1,", "\"format\": 1, ◆\"format\": 1,", "the property \"format\" is there twice")]
    [DataRow("\"format\": 1,", "\"format\": 1, ◆\"extra\": 1,", "the property 'extra' is not known")]
    [DataRow("\"artifacts\": [", "\"artifacts\": ◆{", "\"artifacts\" must begin with '[', but '{' stands here")]
    [DataRow("\"aliases\": [\"latest\"]", "\"aliases\": ◆null", "\"aliases\" must begin with '[', but 'n' stands here")]
    [DataRow("\"type\": \"model\"", "\"type\": ◆7", "\"type\" must be a string, but '7' stands here")]
    [DataRow("\"entries\": [", "\"accessors\": ◆\"no\", \"entries\": [", "\"accessors\" must be true or false, but '\"' stands here")]
    // Blocks.
    [DataRow("    {\n      \"requested\": \"e/p/n:latest\",", "    ◆{", "a block has no \"requested\"")]
    [DataRow("    {\n      \"requested\"", "    ◆{\n      \"accessors\": false, \"requested\"", "a block has \"entries\" although its \"accessors\" is false")]
    [DataRow("\"e/p/n:latest\"", "◆\"p/n:latest\"", "\"requested\" must be entity/project/name:version-or-alias, but is 'p/n:latest'")]
    [DataRow("\"e/p/n:latest\"", "◆\"e/../n:latest\"", "\"requested\" must be entity/project/name:version-or-alias, but is 'e/../n:latest'")]
    [DataRow("\"e/p/n\"", "◆\"n\"", "\"name\" must be entity/project/name, but is 'n'")]
    [DataRow("\"model\"", "◆\"\"", "\"type\" must be text that is not empty, but is ''")]
    [DataRow("\"v3\"", "◆\"3\"", "\"version\" must be 'v' and digits, but is '3'")]
    [DataRow("\"v3\"", "◆\"v3x\"", "\"version\" must be 'v' and digits, but is 'v3x'")]
    [DataRow("\"digest\": \"0123456789ab", "\"digest\": ◆\"0123456789AB", "\"digest\" must be 32 lower-case hex digits, but is '0123456789ABcdef0123456789abcdef'")]
    [DataRow("\"manifest\": \"0123456789abcdef", "\"manifest\": ◆\"", "\"manifest\" must be 64 lower-case hex digits, but is '0123456789abcdef0123456789abcdef0123456789abcdef'")]
    // Tags and metadata.
    [DataRow("\"entries\": [", "\"tags\": ◆\"fast\", \"entries\": [", "\"tags\" must begin with '[', but '\"' stands here")]
    [DataRow("\"entries\": [", "\"tags\": [◆1], \"entries\": [", "a tag must be a string, but '1' stands here")]
    [DataRow("\"entries\": [", "\"metadata\": ◆[], \"entries\": [", "\"metadata\" must begin with '{', but '[' stands here")]
    [DataRow("\"entries\": [", "\"metadata\": { \"a\": 1, ◆\"a\": 2 }, \"entries\": [", "the property 'a' is there twice")]
    [DataRow("\"entries\": [", "\"metadata\": { \"a\": ◆01 }, \"entries\": [", "a value must be JSON, but '0' stands here")]
    [DataRow("\"entries\": [", "\"metadata\": { \"a\": ◆1. }, \"entries\": [", "a value must be JSON, but '1' stands here")]
    [DataRow("\"entries\": [", "\"metadata\": { \"a\": ◆-e5 }, \"entries\": [", "a value must be JSON, but '-' stands here")]
    [DataRow("\"entries\": [", "\"metadata\": { \"a\": ◆nul }, \"entries\": [", "a value must be JSON, but 'n' stands here")]
    [DataRow("\"entries\": [", "\"metadata\": { \"a\": ◆True }, \"entries\": [", "a value must be JSON, but 'T' stands here")]
    [DataRow("\"entries\": [", "\"metadata\": { \"a\": true◆x }, \"entries\": [", "',' or '}' must follow, but 'x' stands here")]
    [DataRow("\"entries\": [", "\"metadata\": { \"a\": [1 ◆}, \"entries\": [", "',' or ']' must follow, but '}' stands here")]
    // Entries.
    [DataRow("{ \"path\": \"b.csv\", ", "◆{ ", "an entry has no \"path\"")]
    [DataRow("{ \"path\": \"b.csv\", \"ref\": \"s3://x\" }", "◆{ \"path\": \"b.csv\" }", "the entry 'b.csv' must have either \"sha256\" or \"ref\"")]
    [DataRow("{ \"path\": \"a.bin\",", "◆{ \"ref\": \"x\", \"path\": \"a.bin\",", "the entry 'a.bin' must have either \"sha256\" or \"ref\"")]
    [DataRow("{ \"path\": \"a.bin\", \"size\": 12,", "◆{ \"path\": \"a.bin\",", "the entry 'a.bin' has no \"size\"")]
    [DataRow("\"size\": 12", "\"size\": ◆-12", "\"size\" must not be negative")]
    [DataRow("\"size\": 12", "\"size\": ◆12.0", "\"size\" must be a whole number, without fraction or exponent")]
    [DataRow("\"size\": 12", "\"size\": ◆1e3", "\"size\" must be a whole number, without fraction or exponent")]
    [DataRow("\"size\": 12", "\"size\": ◆99999999999999999999999999", "\"size\" is too large")]
    [DataRow("\"sha256\": \"0123", "\"sha256\": ◆\"x123", "\"sha256\" must be 64 lower-case hex digits, but is 'x123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'")]
    [DataRow("\"s3://x\"", "◆\"\"", "\"ref\" is empty")]
    [DataRow("\"b.csv\"", "◆\"../b.csv\"", "the path '../b.csv' has a '..' segment")]
    [DataRow("\"b.csv\"", "◆\"A.BIN\"", "the path 'A.BIN' is there twice, if case is ignored")]
    public void Whatever_is_not_right_is_an_error_with_its_place(string old, string changed, string problem) =>
        AssertMalformed(Change(old, changed), problem);

    [TestMethod]
    public void A_file_that_is_also_a_folder_is_an_error_where_the_file_is()
    {
        string marked = Change("\"a.bin\"", "◆\"a.bin\"").Replace("\"b.csv\"", "\"A.bin/x\"", StringComparison.Ordinal);

        AssertMalformed(marked, "the path 'A.bin' is a file and also a folder of other entries");
    }

    [TestMethod]
    [DataRow("◆", "the lockfile must begin with '{', but the text ends here")]
    [DataRow("◆[]", "the lockfile must begin with '{', but '[' stands here")]
    [DataRow("◆\ufeff{}", "it begins with a byte order mark, but must be UTF-8 without one")]
    [DataRow("◆{}", "it has no \"format\"")]
    [DataRow("◆{\"format\": 1}", "it has no \"artifacts\"")]
    [DataRow("{\"format\": 1◆", "',' or '}' must follow, but the text ends here")]
    [DataRow("{\"form◆", "the text ends inside a string")]
    [DataRow("{\"format\\◆", "the text ends inside a string")]
    [DataRow("{\r\n\"format\": 1,\r◆x", "a property name must be a string, but 'x' stands here")]
    public void A_short_text_is_an_error_with_its_place(string marked, string problem) => AssertMalformed(marked, problem);

    [TestMethod]
    public void A_second_block_for_the_same_request_is_an_error()
    {
        string block = Good[Good.IndexOf("    {", StringComparison.Ordinal)..(Good.IndexOf("    }\n  ]", StringComparison.Ordinal) + 5)];
        string second = block.Replace("\"e/p/n:latest\"", "◆\"e/p/n:latest\"", StringComparison.Ordinal);

        AssertMalformed(Good.Replace(block, block + ",\n" + second, StringComparison.Ordinal), "a second block has \"requested\" 'e/p/n:latest'");
    }

    [TestMethod]
    [DataRow("<<<<<<< HEAD")]
    [DataRow("=======")]
    [DataRow(">>>>>>> branch")]
    [DataRow("||||||| base")]
    public void A_merge_marker_is_an_error_of_its_own(string marker) => AssertError(
        Change("      \"version\"", $"◆{marker}\n      \"version\""),
        "ART1011",
        "The lockfile has the markers of an unresolved merge. Keep the block that you want for each reference and resolve the conflict, or delete the file and run `dotnet build -t:ArtifactUpdate`.");

    [TestMethod]
    [DataRow("{ \"format\": ◆2, \"pins\": {} }", "format 2")]
    [DataRow("{ \"pins\": { \"a\": [1, -2.5e3, true, null, {}, []], \"format\": 1 }, \"x\": \"\\u0041\", \"format\": ◆17 }", "format 17")]
    [DataRow("{ \"format\": ◆3, \"artifacts\": [", "format 3")]
    [DataRow("{ \"format\": ◆99999999999999999999 }", "a later format")]
    public void A_newer_format_is_an_error_of_its_own(string marked, string shown) => AssertError(
        marked,
        "ART1012",
        $"The lockfile has {shown} and was written by a newer version of ArtifactBuild; this one reads format 1. Update the ArtifactBuild package.");

    [TestMethod]
    [DataRow('[')]
    [DataRow('{')]
    public void Nesting_without_end_is_only_an_error(char open)
    {
        string nested = "{ \"x\": " + string.Concat(Enumerable.Repeat(open == '[' ? "[" : "{\"a\":", 1_000_000)) + ", \"format\": 2";
        LockfileError? error = LockfileReader.Read(nested).Error;

        Assert.IsNotNull(error);
        Assert.AreEqual("ART1010", error.Code);
        Assert.AreEqual((1, 3), (error.Line, error.Column));
    }

    [TestMethod]
    public void Metadata_nests_sixty_four_levels_deep_and_no_deeper()
    {
        string Nested(int depth) => Change(
            "\"entries\": [", $"\"metadata\": {{ \"a\": {new string('[', depth - 1)}{new string(']', depth - 1)} }}, \"entries\": [");

        Assert.IsNull(LockfileReader.Read(Nested(64)).Error);
        StringAssert.Contains(LockfileReader.Read(Nested(65)).Error!.Message, "metadata nests more than 64 levels deep", StringComparison.Ordinal);
        StringAssert.Contains(LockfileReader.Read(Nested(1_000_000)).Error!.Message, "metadata nests more than 64 levels deep", StringComparison.Ordinal);
    }

    [TestMethod]
    public void A_message_stays_on_one_line_and_is_short()
    {
        string name = "\\n\\u202e" + new string('x', 1000);
        LockfileError? error = LockfileReader.Read("{ \"" + name + "\": 1 }").Error;

        Assert.IsNotNull(error);
        StringAssert.Contains(error.Message, "the property '\\u000a\\u202e" + new string('x', 118) + "…' is not known", StringComparison.Ordinal);
    }

    private static string Change(string old, string changed)
    {
        int at = Good.IndexOf(old, StringComparison.Ordinal);
        Assert.IsGreaterThanOrEqualTo(0, at, old);
        return Good[..at] + changed + Good[(at + old.Length)..];
    }

    private static void AssertMalformed(string marked, string problem) => AssertError(
        marked,
        "ART1010",
        $"The lockfile is malformed: {problem}. Restore it from source control, or delete the file and run `dotnet build -t:ArtifactUpdate`.");

    private static void AssertError(string marked, string code, string message)
    {
        int at = marked.IndexOf('◆', StringComparison.Ordinal);
        string[] before = marked[..at].SplitLines();
        LockfileReadResult result = LockfileReader.Read(marked.Remove(at, 1));

        Assert.IsNull(result.Lockfile);
        Assert.AreEqual(new LockfileError(code, message, before.Length, before[^1].Length + 1), result.Error);
    }
}
