using ArtifactBuild.Testing.Vectors;

namespace ArtifactBuild.Core.Tests.Vectors;

/// <summary>Vectors about artifacts that nobody has seen, with every operation of the format. They are right; some differ on purpose.</summary>
internal static class MadeUpVectors
{
    private const string Id = "QXJ0aWZhY3RWZXJzaW9uOjQ3MTE=";

    // The bytes of the id as hexadecimal digits.
    private const string HexId = "417274696661637456657273696f6e3a34373131";

    public static IReadOnlyDictionary<string, MadeUpVector> All { get; } = new Dictionary<string, MadeUpVector>
    {
        ["files and folders"] = MadeUpVector.Begin.File("a", "x").File("b", "yy").File("d/c", "zzz")
            .Adds("""{ "op": "add_file", "local_path": "$ROOT/a", "name": "f.txt" }""", "f.txt", "x")
            .Adds("""{ "op": "add_file", "local_path": "$ROOT/b", "policy": "immutable" }""", "b", "yy", "original")
            .Adds("""{ "op": "add_file", "local_path": { "$": "path", "path": "$ROOT/a" }, "name": "t/x.txt", "is_tmp": true }""", "t/9dd4e461268c8034f5c8.txt", "x")
            .Then("""{ "op": "add_dir", "local_path": "$ROOT/d", "name": "dir" }""")
            .Fails("""{ "op": "add_dir", "local_path": "$ROOT/none" }""")
            .Then("""{ "op": "get_added_local_path_name", "local_path": "$ROOT/a" }""", """{ "value": "t/9dd4e461268c8034f5c8.txt" }""")
            .Then("""{ "op": "get_added_local_path_name", "local_path": "$ROOT/none" }""", """{ "value": null }""")
            .Ends("f.txt", "x").Ends("b", "yy").Ends("dir/c", "zzz").Ends("t/9dd4e461268c8034f5c8.txt", "x"),
        ["a policy that there is not"] = MadeUpVector.Begin.File("a", "x")
            .Fails("""{ "op": "add_file", "local_path": "$ROOT/a", "policy": "sometimes" }""")
            .Adds("""{ "op": "add_file", "local_path": "$ROOT/a", "policy": null }""", "a", "x")
            .Ends("a", "x"),
        ["a new file"] = MadeUpVector.Begin
            .Then("""{ "op": "new_file", "name": "n/t.txt", "text": "hé", "mode": "w" }""")
            .Fails("""{ "op": "new_file", "name": "n/t.txt", "text": "hé" }""")
            .Fails("""{ "op": "new_file", "name": "n/u.txt", "text": "é", "encoding": "ascii" }""", "UnicodeEncodeError")
            .Then("""{ "op": "new_file", "name": "n/b.bin", "base64": "QQ==", "mode": "wb" }""")
            .Makes("n/t.txt", "hé").Makes("n/b.bin", "A"),
        ["an edit after the add"] = MadeUpVector.Begin.File("a", "x").File("b", "y")
            .Adds("""{ "op": "add_file", "local_path": "$ROOT/a" }""", "a", "x")
            .Then("""{ "op": "write_file", "path": "$ROOT/a", "utf8": "other" }""")
            .Then("""{ "op": "delete_file", "path": "$ROOT/b" }""")
            .Fails("""{ "op": "add_file", "local_path": "$ROOT/b" }""")
            .Ends("a", "x"),
        ["removals"] = MadeUpVector.Begin
            .Then("""{ "op": "new_file", "name": "a", "text": "1" }""")
            .Then("""{ "op": "new_file", "name": "a/b", "text": "2" }""")
            .Then("""{ "op": "new_file", "name": "c", "text": "3" }""")
            .Then("""{ "op": "new_file", "name": "d/e", "text": "4" }""")
            .Then("""{ "op": "new_file", "name": "f", "text": "5" }""")
            .Then("""{ "op": "remove", "item": { "entry": "a" } }""")
            .Fails("""{ "op": "remove", "item": { "entry": "a" } }""", "FileNotFoundError")
            .Then("""{ "op": "remove", "entry": "c" }""")
            .Fails("""{ "op": "remove", "entry": { "path": "d" } }""", "FileNotFoundError")
            .Then("""{ "op": "remove", "item": "d" }""")
            .Ends("a/b", "2").Ends("f", "5"),
        ["members of a draft"] = MadeUpVector.Begin
            .Then("""{ "op": "getattr", "name": "name" }""", """{ "value": "my-arty" }""")
            .Then("""{ "op": "getattr", "name": "state" }""", """{ "value": "PENDING" }""")
            .Then("""{ "op": "setattr", "name": "description", "value": "words" }""")
            .Then("""{ "op": "getattr", "name": "description" }""", """{ "value": "words" }""")
            .Then("""{ "op": "setattr", "name": "ttl", "value": { "$": "timedelta", "seconds": 90.5 } }""")
            .Then("""{ "op": "getattr", "name": "ttl" }""", """{ "value": 90 }""")
            .Fails("""{ "op": "setattr", "name": "ttl", "value": 5 }""", "TypeError")
            .Fails("""{ "op": "setattr", "name": "name", "value": "other" }""", "AttributeError")
            .Fails("""{ "op": "getattr", "name": "version" }""", "ArtifactNotLoggedError")
            .Fails("""{ "op": "call", "method": "files" }""", "ArtifactNotLoggedError")
            .Then("""{ "op": "call", "method": "is_draft", "args": [] }""", """{ "value": true }""")
            .Then("""{ "op": "finalize" }""")
            .Fails("""{ "op": "new_file", "name": "n", "text": "" }""", "ArtifactFinalizedError"),
        ["a logged artifact and one that refers to it"] = MadeUpVector.Begin.File("d/a.txt", "x")
            .Then("""{ "op": "add_dir", "local_path": "$ROOT/d" }""")
            .Then($$"""{ "op": "force_logged", "id": "{{Id}}", "version": "v7" }""")
            .Then("""{ "op": "getattr", "name": "qualified_name" }""", """{ "value": "ent/proj/my-arty:v7" }""")
            .Then("""{ "op": "verify", "root": "$ROOT/d" }""")
            .Then("""{ "op": "write_file", "path": "$ROOT/d/a.txt", "utf8": "y" }""")
            .Fails("""{ "op": "verify", "root": "$ROOT/d" }""")
            .Adds("""{ "op": "get_entry", "name": "a.txt", "var": "kept" }""", "a.txt", "x")
            .Fails("""{ "op": "get_entry", "name": "none" }""", "KeyError")
            .Fails("""{ "op": "remove", "item": { "entry": "kept" } }""", "ArtifactFinalizedError")
            .Then("""{ "op": "new_artifact", "name": "other", "type": "dataset", "description": "d", "metadata": { "a": 1 } }""")
            .Then(
                """{ "op": "add_reference", "uri_var": "kept", "name": "r.txt" }""",
                $$"""{ "entries": [ { "path": "r.txt", "digest": "{{Digest("x")}}", "size": 0, "ref": "wandb-artifact://{{HexId}}/a.txt" } ] }""")
            .EndsWith("r.txt", $$"""{ "digest": "{{Digest("x")}}", "ref": "wandb-artifact://{{HexId}}/a.txt", "size": 0 }"""),
        ["a draft that another refers to"] = MadeUpVector.Begin.Input("client_id_cache", """{ "client4711": "kept" }""")
            .Then("""{ "op": "new_file", "name": "x.txt", "text": "x" }""")
            .Then("""{ "op": "save_artifact_as", "var": "kept" }""")
            .Then("""{ "op": "new_artifact", "name": "other", "type": "dataset" }""")
            .Then(
                """{ "op": "add_reference", "uri": "wandb-client-artifact://client4711/x.txt" }""",
                $$"""{ "entries": [ { "path": "x.txt", "digest": "{{Digest("x")}}", "size": 0, "ref": "wandb-client-artifact://client4711/x.txt" } ] }""")
            .Fails("""{ "op": "add_reference", "uri": "wandb-client-artifact://client4712/x.txt" }""", "RuntimeError")
            .EndsWith("x.txt", $$"""{ "digest": "{{Digest("x")}}", "ref": "wandb-client-artifact://client4711/x.txt", "size": 0 }"""),
        ["references"] = MadeUpVector.Begin.File("a", "x")
            .Input("http", """{ "base": "http://127.0.0.1:18080", "routes": { "/p.txt": { "headers": { "ETag": "\"tag\"" }, "utf8": "page" } } }""")
            .Then(
                """{ "op": "add_reference", "uri": "file://$ROOT/a" }""",
                $$"""{ "entries": [ { "path": "a", "digest": "{{Digest("x")}}", "size": 1, "ref": "file://$ROOT/a" } ] }""")
            .Then(
                """{ "op": "add_reference", "uri": "http://127.0.0.1:18080/p.txt" }""",
                """{ "entries": [ { "path": "p.txt", "digest": "tag", "size": 4, "ref": "http://127.0.0.1:18080/p.txt", "extra": { "etag": "\"tag\"" } } ] }""")
            .Then(
                """{ "op": "add_reference", "uri": "who://knows", "name": "w" }""",
                """{ "entries": [ { "path": "w", "digest": "who://knows", "ref": "who://knows" } ] }""")
            .Fails("""{ "op": "add_reference", "uri": "http://127.0.0.1:18080/none" }""", "HTTPError")
            .EndsWith("a", $$"""{ "digest": "{{Digest("x")}}", "ref": "file://$ROOT/a", "size": 1 }""")
            .EndsWith("p.txt", """{ "digest": "tag", "ref": "http://127.0.0.1:18080/p.txt", "extra": { "etag": "\"tag\"" }, "size": 4 }""")
            .EndsWith("w", """{ "digest": "who://knows", "ref": "who://knows" }"""),
        ["an error without an end"] = MadeUpVector.Begin.WithoutEnd()
            .Input("http", """{ "base": "http://127.0.0.1:18080", "routes": {} }""")
            .Fails("""{ "op": "add_reference", "uri": "http://127.0.0.1:18080/none" }""", "HTTPError"),
        ["an artifact that can't be made"] = MadeUpVector.Without.WithoutEnd()
            .Fails("""{ "op": "new_artifact", "name": "no name", "type": "dataset" }""")
            .Fails("""{ "op": "getattr", "name": "metadata" }""", "AttributeError"),
        ["an artifact whose name is no text"] = MadeUpVector.Without.WithoutEnd()
            .Fails("""{ "op": "new_artifact", "name": 5, "type": "dataset" }""", "TypeError"),
        ["values of metadata"] = MadeUpVector.Without
            .Then("""
                { "op": "new_artifact", "name": "m", "type": "dataset", "metadata": {
                  "nan": { "$": "float", "repr": "nan" },
                  "int": { "$": "int", "repr": "123456789012345678901234567890" },
                  "tuple": { "$": "tuple", "items": [1, "a"] },
                  "set": { "$": "set", "items": ["s"] },
                  "dict": { "$": "dict", "items": [[2, { "$": "dict", "items": [[null, "n"]] }]] },
                  "bytes": { "$": "bytes", "base64": "YWJj" },
                  "time": { "$": "datetime", "iso": "2024-01-02T03:04:05.000006" },
                  "zone": { "$": "datetime", "iso": "2024-01-02T03:04:05+05:30" },
                  "date": { "$": "date", "iso": "2024-01-02" },
                  "decimal": { "$": "decimal", "repr": "1.50" },
                  "array": { "$": "ndarray", "dtype": "int64", "shape": [2, 2], "data": [1, 2, 3, 4] },
                  "scalar": { "$": "npscalar", "dtype": "int32", "value": 7 },
                  "flag": { "$": "npscalar", "dtype": "bool_", "value": true },
                  "py": { "$": "py", "expr": "{'a': [1, (2.5, -3), None, True], \"b\": 'it\\'s' \"!\"}" }
                } }
                """)
            .Then(
                """{ "op": "getattr", "name": "metadata" }""",
                """
                { "value": {
                  "nan": null, "int": 123456789012345678901234567890, "tuple": [1, "a"], "set": ["s"], "dict": { "2": { "null": "n" } }, "bytes": "abc",
                  "time": "2024-01-02T03:04:05.000006", "zone": "2024-01-02T03:04:05+05:30", "date": "2024-01-02", "decimal": "1.50",
                  "array": [[1, 2], [3, 4]], "scalar": 7, "flag": true, "py": { "a": [1, [2.5, -3], null, true], "b": "it's!" }
                } }
                """)
            .Fails("""{ "op": "setattr", "name": "metadata", "value": { "c": { "$": "complex", "re": 1, "im": 2 } } }""", "TypeError")
            .Fails("""{ "op": "setattr", "name": "metadata", "value": { "$": "py", "expr": "[1+2j]" } }""", "TypeError"),
    };

    /// <summary>Vectors that are true of W&amp;B and not of us.</summary>
    public static IReadOnlyDictionary<string, MadeUpVector> Different { get; } = new Dictionary<string, MadeUpVector>
    {
        ["unsafe paths"] = MadeUpVector.Begin.File("a", "x")
            .Adds("""{ "op": "add_file", "local_path": "$ROOT/a", "name": "../q" }""", "../q", "x")
            .Adds("""{ "op": "add_file", "local_path": "$ROOT/a", "name": "D:/q" }""", "D:/q", "x")
            .Adds("""{ "op": "add_file", "local_path": "$ROOT/a", "name": "ok" }""", "ok", "x")
            .Then("""{ "op": "new_file", "name": "/root.txt", "text": "x" }""")
            .Ends("../q", "x").Ends("D:/q", "x").Ends("ok", "x").Ends("/root.txt", "x"),
        ["a long name"] = MadeUpVector.Without.Then($$"""{ "op": "new_artifact", "name": "{{new string('n', 129)}}", "type": "dataset" }"""),
        ["a type of W&B's own"] = MadeUpVector.Without.Then("""{ "op": "new_artifact", "name": "run-1-t", "type": "run_table" }"""),
        ["a guarded time to live"] = MadeUpVector.Begin
            .Then("""{ "op": "setattr", "name": "_type", "value": "wandb-history" }""")
            .Fails("""{ "op": "setattr", "name": "ttl", "value": { "$": "timedelta", "seconds": 1 } }"""),
        ["an infinity in metadata"] = MadeUpVector.Without
            .Then("""{ "op": "new_artifact", "name": "m", "type": "dataset", "metadata": { "a": [ { "$": "float", "repr": "-inf" } ] } }"""),
        ["many keys"] = MadeUpVector.Without.Then(
            $$"""{ "op": "new_artifact", "name": "m", "type": "dataset", "metadata": { {{string.Join(", ", Enumerable.Range(0, 101).Select(i => $"\"k{i}\": {i}"))}} } }"""),
        ["an array of one"] = MadeUpVector.Without
            .Then("""{ "op": "new_artifact", "name": "m", "type": "dataset", "metadata": { "a": { "b": { "$": "ndarray", "dtype": "int64", "shape": [1], "data": [7] } } } }""")
            .Then("""{ "op": "getattr", "name": "metadata" }""", """{ "value": { "a": { "b": "7" } } }"""),
        ["one and true"] = MadeUpVector.Without
            .Then("""{ "op": "new_artifact", "name": "m", "type": "dataset", "metadata": { "d": { "$": "dict", "items": [[1, "a"], [true, "b"]] } } }""")
            .Then("""{ "op": "getattr", "name": "metadata" }""", """{ "value": { "d": { "1": "b" } } }"""),
        ["a file of which nothing is looked at"] = MadeUpVector.Begin.File("a", "x")
            .Then(
                """{ "op": "add_reference", "uri": "file://$ROOT/a", "checksum": false }""",
                """{ "entries": [ { "path": "a", "digest": "xMpCOKC5I4INzFCab3WEmw==", "size": 1, "ref": "file://$ROOT/a" } ] }""")
            .EndsWith("a", """{ "digest": "xMpCOKC5I4INzFCab3WEmw==", "ref": "file://$ROOT/a", "size": 1 }"""),
        ["a folder with a name"] = MadeUpVector.Begin.File("d/e/a", "x")
            .Then(
                """{ "op": "add_reference", "uri": "file://$ROOT/d", "name": "n" }""",
                $$"""{ "entries": [ { "path": "n/e/a", "digest": "{{Digest("x")}}", "size": 1, "ref": "file://$ROOT/d/n/e/a" } ] }""")
            .EndsWith("n/e/a", $$"""{ "digest": "{{Digest("x")}}", "ref": "file://$ROOT/d/n/e/a", "size": 1 }"""),
        ["a page without a name"] = MadeUpVector.Begin
            .Input("http", """{ "base": "http://127.0.0.1:18080", "routes": { "/d/": { "headers": { "ETag": "\"t\"" }, "utf8": "x" } } }""")
            .Then(
                """{ "op": "add_reference", "uri": "http://127.0.0.1:18080/d/" }""",
                """{ "entries": [ { "path": ".", "digest": "t", "size": 1, "ref": "http://127.0.0.1:18080/d/", "extra": { "etag": "\"t\"" } } ] }""")
            .EndsWith(".", """{ "digest": "t", "ref": "http://127.0.0.1:18080/d/", "extra": { "etag": "\"t\"" }, "size": 1 }"""),
        ["labels"] = MadeUpVector.Begin
            .Then($$"""{ "op": "force_logged", "id": "{{Id}}" }""")
            .Then("""{ "op": "setattr", "name": "aliases", "value": "ab" }""")
            .Then("""{ "op": "getattr", "name": "aliases" }""", """{ "value": ["a", "b"] }""")
            .Then("""{ "op": "setattr", "name": "aliases", "value": ["", "v3"] }""")
            .Then("""{ "op": "setattr", "name": "tags", "value": ["t\n"] }""")
            .Then("""{ "op": "getattr", "name": "aliases" }""", """{ "value": ["", "v3"] }""")
            .Then("""{ "op": "setattr", "name": "aliases", "value": ["b", "a"] }""")
            .Then("""{ "op": "getattr", "name": "aliases" }""", """{ "value": ["b", "a"] }""")
            .Then("""{ "op": "setattr", "name": "tags", "value": ["z", "y", "z"] }""")
            .Then("""{ "op": "getattr", "name": "tags" }""", """{ "value": ["z", "y"] }""")
            .Fails("""{ "op": "setattr", "name": "tags", "value": [" t"] }"""),
        ["a life that was not set"] = MadeUpVector.Begin.Fails("""{ "op": "getattr", "name": "ttl" }""", "ArtifactNotLoggedError"),
        ["a duration"] = MadeUpVector.Without
            .Then("""{ "op": "new_artifact", "name": "m", "type": "dataset", "metadata": { "d": { "$": "timedelta", "seconds": 10 } } }""")
            .Then("""{ "op": "getattr", "name": "metadata" }""", """{ "value": { "d": "0:00:10" } }"""),
        ["a folder with a device"] = MadeUpVector.Begin.File("d/e/nul.txt", "x").File("d/a", "y")
            .Then("""{ "op": "new_file", "name": "b", "text": "x" }""")
            .Then("""{ "op": "add_dir", "local_path": "$ROOT/d/", "name": "n/" }""")
            .Ends("b", "x").Ends("n/e/nul.txt", "x").Ends("n/a", "y"),
        ["a distributed artifact"] = MadeUpVector.Begin
            .Then("""{ "op": "getattr", "name": "distributed_id" }""", """{ "value": null }""")
            .Then("""{ "op": "setattr", "name": "distributed_id", "value": "d" }""")
            .Then("""{ "op": "getattr", "name": "name" }""", """{ "value": "my-arty" }"""),
    };

    private static string Digest(string text) => ManifestDigest.OfEntry(System.Text.Encoding.UTF8.GetBytes(text));
}
