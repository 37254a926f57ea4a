using CsCheck;

namespace ArtifactBuild.Registry.Tests.Models;

internal enum Kind
{
    Log,
    LogIncremental,
    GiveAlias,
    TakeAliases,
    Link,
    Unlink,
    Delete,
    DeleteWithAliases,
    Expire,
    DryRun,
    Collect,
}

/// <summary>One step of a sequence. The numbers choose a version, a content or an alias, whatever there are.</summary>
internal readonly record struct Operation(Kind Kind, int Which, int What)
{
    public static Gen<Operation> Any { get; } = Gen.Select(
        Gen.Frequency(
            (6, Gen.Const(Kind.Log)),
            (3, Gen.Const(Kind.LogIncremental)),
            (3, Gen.Const(Kind.GiveAlias)),
            (1, Gen.Const(Kind.TakeAliases)),
            (4, Gen.Const(Kind.Link)),
            (2, Gen.Const(Kind.Unlink)),
            (1, Gen.Const(Kind.Delete)),
            (3, Gen.Const(Kind.DeleteWithAliases)),
            (2, Gen.Const(Kind.Expire)),
            (1, Gen.Const(Kind.DryRun)),
            (3, Gen.Const(Kind.Collect))),
        Gen.Int[0, 9],
        Gen.Int[0, 5],
        (kind, which, what) => new Operation(kind, which, what));

    public override string ToString() => $"{Kind}({Which}, {What})";
}
