using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Vectors;

namespace ArtifactBuild.Core.Tests.Vectors;

/// <summary>What runs vectors: right ones hold, wrong ones fail by name, and what it does not know is no secret.</summary>
[TestClass]
public partial class MadeUpVectorTests
{
    public static IEnumerable<TestDataRow<string>> Right => MadeUpVectors.All.Keys.Select(Row);

    public static IEnumerable<TestDataRow<string>> Different => MadeUpVectors.Different.Keys.Select(Row);

    [TestMethod]
    [DynamicData(nameof(Right))]
    public async Task A_right_vector_holds(string name)
    {
        Vector vector = MadeUpVectors.All[name].Read();
        Assert.IsEmpty(VectorDifferences.ReasonsOf(vector));
        await VectorRun.RunAsync(vector);
    }

    [TestMethod]
    [DynamicData(nameof(Right))]
    public Task A_wrong_vector_fails_by_name(string name) => WrongVectors.AssertFailAsync(MadeUpVectors.All[name]);

    [TestMethod]
    [DynamicData(nameof(Different))]
    public async Task A_vector_that_is_not_true_of_us_differs_on_purpose(string name)
    {
        Vector vector = MadeUpVectors.Different[name].Read();
        Assert.IsNotEmpty(VectorDifferences.ReasonsOf(vector));
        await VectorRun.RunAsync(vector);
        await Assert.ThrowsExactlyAsync<AssertFailedException>(() => VectorRun.RunAsync(vector, asTold: true));
    }

    [TestMethod]
    [DataRow("""{ "op": "dance" }""", "dance")]
    [DataRow("""{ "op": "add_file", "local_path": "$ROOT/a", "speed": 1 }""", "speed")]
    [DataRow("""{ "op": "add_file", "local_path": "$ROOT/a", "policy": "sometimes" }""", "sometimes")]
    [DataRow("""{ "op": "getattr", "name": "colour" }""", "colour")]
    [DataRow("""{ "op": "call", "method": "sing" }""", "sing")]
    [DataRow("""{ "op": "setattr", "name": "description", "value": { "$": "quaternion" } }""", "quaternion")]
    [DataRow("""{ "op": "setattr", "name": "description", "value": { "$": "float", "repr": "nan", "unit": "m" } }""", "unit")]
    [DataRow("""{ "op": "setattr", "name": "description", "value": { "$": "py", "expr": "open('x')" } }""", "open('x')")]
    [DataRow("""{ "op": "setattr", "name": "description", "value": { "$": "var", "name": "x" } }""", "var")]
    [DataRow("""{ "op": "write_file", "path": "$ROOT/b", "rule": "primes", "size": 3 }""", "primes")]
    [DataRow("""{ "op": "add", "name": "o", "obj": { "$": "obj", "spec": { "class": "Html", "args": ["x"], "wheels": 4 } } }""", "wheels")]
    [DataRow("""{ "op": "add", "name": "o", "obj": { "$": "obj", "spec": { "class": "Html", "args": ["x"], "kwargs": { "size": 4 } } } }""", "size")]
    [DataRow("""{ "op": "add", "name": "o", "obj": { "$": "obj", "spec": { "class": "Html", "args": ["x"], "then": [["fly", 1]] } } }""", "Html.fly")]
    [DataRow("""{ "op": "add", "name": "o", "obj": { "$": "obj", "spec": { "class": "Hologram" } } }""", "Hologram")]
    [DataRow("""{ "op": "remove", "item": { "thing": 1 } }""", "thing")]
    public async Task What_is_not_known_fails_by_name(string operation, string word)
    {
        Vector vector = MadeUpVector.Begin.File("a", "x").Then(operation).Read("made/odd");
        AssertFailedException e = await Assert.ThrowsExactlyAsync<AssertFailedException>(() => VectorRun.RunAsync(vector));
        Assert.Contains("made/odd", e.Message);
        Assert.Contains(word, e.Message);
    }

    [TestMethod]
    [DataRow("colour", "1")]
    [DataRow("input", """{ "ops": [], "ftp": {} }""")]
    [DataRow("op_results", """[ { "ok": true }, { "ok": true } ]""")]
    [DataRow("op_results", """[ { "time": 1 } ]""")]
    [DataRow("op_results", """[ {} ]""")]
    [DataRow("expected", """{ "weight": 1 }""")]
    [DataRow("expected", "null")]
    [DataRow("input", "{}")]
    public async Task What_a_vector_should_not_have_fails_by_name(string field, string json)
    {
        JsonObject whole = MadeUpVector.Begin.Json();
        whole[field] = JsonNode.Parse(json);
        AssertFailedException e = await Assert.ThrowsExactlyAsync<AssertFailedException>(() => VectorRun.RunAsync(new Vector("made/odd", whole)));
        Assert.Contains("made/odd", e.Message);
    }

    [TestMethod]
    [DataRow("names", """{ "fn": "rename", "in": "x", "out": "y" }""", "rename")]
    [DataRow("unseen", """{ "in": "x", "out": "y" }""", "unseen")]
    [DataRow("hashes", """{ "fn": "md5_string_b64", "in": "", "out": "another" }""", "md5_string_b64")]
    [DataRow("hashes", """{ "fn": "md5_string_b64", "in": "" }""", "says no result")]
    public async Task A_helper_that_is_not_known_fails_by_name(string id, string json, string word)
    {
        using var folder = new TemporaryDirectory();
        folder.Write($"aux/{id}.json", $$"""{ "id": "{{id}}", "cases": [ {{json}} ] }""");
        (string function, string key, JsonNode item) = HelperVectorTests.Cases(folder.Root).Single();
        AssertFailedException e = await Assert.ThrowsExactlyAsync<AssertFailedException>(() => HelperVectorTests.AssertAsync(function, key, item.AsObject()));
        Assert.Contains(word, e.Message);
    }

    [TestMethod]
    public void The_format_is_that_of_the_description()
    {
        string text = File.ReadAllText(Path.Combine(VectorFolder.Own, "README.md"));
        string operations = OperationsText().Match(text).Groups[1].Value;
        string cells = CellsText().Match(text).Groups[1].Value;
        string[] described = [.. Word().Matches(Parentheses().Replace(operations, "")).Select(match => match.Value)];
        CollectionAssert.AreEquivalent(described, VectorFormat.Operations.Keys.ToArray());
        string[] kinds = [.. Word().Matches(Parentheses().Replace(cells, "")).Select(match => match.Value).Append("float")];
        CollectionAssert.AreEquivalent(kinds, CellSpec.Fields.Keys.ToArray());
    }

    [TestMethod]
    public void Every_operation_about_artifacts_is_in_a_vector_that_is_made_up()
    {
        string[] played = [.. MadeUpVectors.All.Values.SelectMany(vector => vector.Read().Operations).Select(operation => operation!["op"]!.GetValue<string>()).Distinct()];
        string[] missing = [.. VectorFormat.Operations.Keys.Except(played)];
        // These three are about objects, and are played in their tests.
        CollectionAssert.AreEquivalent(new[] { "make", "add", "setitem" }, missing);
    }

    private static TestDataRow<string> Row(string name) => new(name) { DisplayName = name };

    [GeneratedRegex(@"Operations: (.*?)\.\n", RegexOptions.Singleline)]
    private static partial Regex OperationsText();

    [GeneratedRegex(@"Cell specs.*?""nan""\}`, (.*?)\.\n", RegexOptions.Singleline)]
    private static partial Regex CellsText();

    [GeneratedRegex(@"\([^)]*\)")]
    private static partial Regex Parentheses();

    [GeneratedRegex(@"[A-Za-z_]\w*")]
    private static partial Regex Word();
}
