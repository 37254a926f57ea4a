using ArtifactBuild.Shared;

namespace ArtifactBuild.Lockfiles;

/// <summary>Reads a lockfile strictly: what is not exactly right is an error with its place, never an exception.</summary>
internal static class LockfileReader
{
    private static readonly string[] Properties = ["format", "artifacts"];

    /// <summary>Reads the text of a lockfile.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The lockfile or the error.</returns>
    public static LockfileReadResult Read(string text)
    {
        var cursor = new JsonCursor(text);
        Lockfile? lockfile = text.Length > 0 && text[0] == '\ufeff' ? null : ReadDocument(cursor);
        if (lockfile is not null)
            return new LockfileReadResult(lockfile);

        cursor.Fail(0, "it begins with a byte order mark, but must be UTF-8 without one");
        return new LockfileReadResult(LockfileDiagnosis.Explain(cursor));
    }

    private static Lockfile? ReadDocument(JsonCursor cursor)
    {
        EquatableArray<LockedArtifact> artifacts = default;
        int seen = 0;
        bool first = true;
        cursor.Enter('{', "the lockfile");
        while (cursor.More('}', ref first))
        {
            switch (cursor.ReadKnownProperty(Properties, ref seen))
            {
                case 0: ReadFormat(cursor); break;
                case 1: artifacts = LockedArtifactReader.ReadAll(cursor); break;
            }
        }

        for (int i = 0; i < Properties.Length; i++)
            if ((seen & (1 << i)) == 0)
                cursor.Fail(0, $"it has no \"{Properties[i]}\"");

        cursor.ReadEnd();
        return cursor.Failed ? null : new Lockfile(artifacts);
    }

    private static void ReadFormat(JsonCursor cursor)
    {
        if (cursor.ReadWhole("\"format\"", out int at) != Lockfile.CurrentFormat)
            cursor.Fail(at, "\"format\" must be 1");
    }
}
