using System.Reflection;
using System.Xml.Linq;
using ArtifactBuild.Testing;
using Microsoft.Build.Framework;

namespace ArtifactBuild.Tasks.Tests;

/// <summary>Holds the targets and the parameters of the tasks equal, which else only a whole build finds out.</summary>
[TestClass]
public sealed class TargetsTests
{
    private static readonly string[] OfEveryElement = ["Condition", "ContinueOnError"];

    [TestMethod]
    public void Every_task_is_sealed_and_may_run_beside_others()
    {
        foreach (Type task in Tasks)
        {
            Assert.IsTrue(task.IsSealed, task.Name);
            Assert.IsTrue(task.CustomAttributes.Any(one => one.AttributeType.Name == "MSBuildMultiThreadableTaskAttribute"), task.Name);
        }
    }

    [TestMethod]
    public void The_targets_know_every_task_by_its_name()
    {
        string[] known = [.. Elements("UsingTask").Select(use => use.Attribute("TaskName")!.Value).Order(StringComparer.Ordinal)];
        Assert.AreSequenceEqual(Tasks.Select(task => task.FullName!).Order(StringComparer.Ordinal), known);
    }

    [TestMethod]
    public void The_targets_give_each_task_what_it_requires_and_nothing_that_it_does_not_have()
    {
        foreach (Type task in Tasks)
        {
            XElement[] uses = [.. Elements(task.Name)];
            Assert.IsNotEmpty(uses, task.Name);
            foreach (XElement use in uses)
            {
                string[] given = [.. use.Attributes().Select(one => one.Name.LocalName).Except(OfEveryElement)];
                Assert.IsEmpty(given.Except(Parameters(task, output: false).Select(one => one.Name)).ToArray(), task.Name);
                Assert.IsEmpty(Required(task).Except(given).ToArray(), task.Name);
                IEnumerable<string> taken = use.Elements("Output").Select(one => one.Attribute("TaskParameter")!.Value);
                Assert.IsEmpty(taken.Except(Parameters(task, output: true).Select(one => one.Name)).ToArray(), task.Name);
            }
        }
    }

    [TestMethod]
    public void Every_parameter_of_a_task_is_used()
    {
        foreach (Type task in Tasks)
        {
            XElement[] uses = [.. Elements(task.Name)];
            var used = uses.Attributes().Select(one => one.Name.LocalName)
                .Concat(uses.Elements("Output").Select(one => one.Attribute("TaskParameter")!.Value))
                .ToHashSet();
            PropertyInfo[] unused = [.. Parameters(task, output: false).Concat(Parameters(task, output: true)).Where(one => !used.Contains(one.Name))];
            Assert.IsEmpty(unused.Where(one => one.DeclaringType == task).ToArray(), task.Name);
        }
    }

    private static IEnumerable<Type> Tasks =>
        typeof(ArtifactTask).Assembly.GetExportedTypes().Where(type => !type.IsAbstract && typeof(ITask).IsAssignableFrom(type));

    private static IEnumerable<PropertyInfo> Parameters(Type task, bool output) => task
        .GetProperties()
        .Where(one => one.DeclaringType!.Assembly == typeof(ArtifactTask).Assembly && one.IsDefined(typeof(OutputAttribute)) == output);

    private static IEnumerable<string> Required(Type task) =>
        Parameters(task, output: false).Where(one => one.IsDefined(typeof(RequiredAttribute))).Select(one => one.Name);

    private static IEnumerable<XElement> Elements(string name) =>
        Directory.EnumerateFiles(Folder, "*.targets").SelectMany(file => XDocument.Load(file).Descendants(name));

    private static string Folder => Repository.PathOf("build");
}
