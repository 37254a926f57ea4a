using CsCheck;

namespace ArtifactBuild.Registry.Tests.Models;

[TestClass]
public sealed class RegistryModelTests
{
    // A failure prints the seed and the shrunk sequence.
    [TestMethod]
    public void Whatever_is_done_in_whatever_order_the_registry_is_as_its_model() =>
        Operation.Any.Array[1, 24].Sample(
            operations => RegistrySystem.RunAsync(operations).GetAwaiter().GetResult(),
            iter: TestSetup.Home.Rounds(120),
            threads: 4,
            print: operations => string.Join(", ", operations));
}
