using System.Text;
using ArtifactBuild.Generator.Naming;
using ArtifactBuild.Generator.Options;
using ArtifactBuild.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ArtifactBuild.Generator.Emitting;

/// <summary>Adds the file of one reference to the compilation.</summary>
internal static class ReferenceFile
{
    private const int ShownCollisions = 3;

    public static void Emit(SourceProductionContext output, ReferencePlan plan, AccessorStyle style)
    {
        var writer = new ReferenceWriter(plan, style);
        string code = writer.Write();
        output.AddSource($"{style.ClassName.TrimStart('@')}.{plan.ClassName.TrimStart('@')}.g.cs", SourceText.From(code, Encoding.UTF8));

        string shownName = $"{plan.Artifact.Requested} ({plan.Artifact.Version})";
        if (writer.HasTooManyEntries)
            output.ReportDiagnostic(Diagnostic.Create(
                Diagnostics.TooManyEntries, Diagnostics.At(plan.LockfilePath), shownName, plan.Artifact.Entries.Count));
        if (writer.Collisions.Count > 0)
            output.ReportDiagnostic(Diagnostic.Create(
                Diagnostics.CollidingNames, Diagnostics.At(plan.LockfilePath), shownName, Describe(writer.Collisions)));
    }

    private static string Describe(List<NameCollision> collisions)
    {
        IEnumerable<string> shown = collisions.Take(ShownCollisions).Select(static collision =>
            $"{collision.Name} ({string.Join(", ", collision.Paths.Take(ShownCollisions).Select(ShownText.Quote))}{(collision.Paths.Count > ShownCollisions ? ", …" : "")})");
        string rest = collisions.Count > ShownCollisions ? $" and {collisions.Count - ShownCollisions} more" : "";
        return string.Join(", ", shown) + rest;
    }
}
