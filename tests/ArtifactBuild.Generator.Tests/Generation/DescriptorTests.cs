using System.Globalization;
using System.Reflection;
using ArtifactBuild.Generator.Analysis;
using ArtifactBuild.Shared;
using ArtifactBuild.Testing;
using Microsoft.CodeAnalysis;

namespace ArtifactBuild.Generator.Tests.Generation;

/// <summary>What is reported has a page, and links to it.</summary>
[TestClass]
public sealed class DescriptorTests
{
    private static readonly DiagnosticDescriptor[] All = [.. typeof(Diagnostics)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => field.GetValue(null)).OfType<DiagnosticDescriptor>()];

    [TestMethod]
    public void Every_descriptor_links_to_the_page_of_its_code()
    {
        Assert.HasCount(6, All);
        foreach (DiagnosticDescriptor descriptor in All)
        {
            string page = Path.Combine(PagesFolder(), descriptor.Id + ".md");
            Assert.AreEqual($"# {descriptor.Id}: {descriptor.Title.ToString(CultureInfo.InvariantCulture)}", File.ReadLines(page).First());
            Assert.AreEqual(CodePage.Link(descriptor.Id), descriptor.HelpLinkUri);
            Assert.IsTrue(Uri.TryCreate(descriptor.HelpLinkUri, UriKind.Absolute, out _), descriptor.HelpLinkUri);
        }
    }

    [TestMethod]
    public void The_second_digit_is_the_severity()
    {
        foreach (DiagnosticDescriptor descriptor in All)
        {
            DiagnosticSeverity expected = descriptor.Id[4] switch
            {
                < '5' => DiagnosticSeverity.Error,
                < '9' => DiagnosticSeverity.Warning,
                _ => DiagnosticSeverity.Info,
            };
            Assert.AreEqual(expected, descriptor.DefaultSeverity, descriptor.Id);
        }
    }

    [TestMethod]
    public void The_code_fix_mends_what_the_analyzer_reports() => Assert.AreEqual(
        AccessorFinding.Code, Diagnostics.PathHasAccessor.Id);

    private static string PagesFolder() => Repository.PathOf("docs", "codes");
}
