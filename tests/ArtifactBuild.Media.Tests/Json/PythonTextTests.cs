using ArtifactBuild.Media.Python;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media.Tests.Json;

/// <summary>Texts that Python 3.11 printed.</summary>
[TestClass]
public class PythonTextTests
{
    [TestMethod]
    [DataRow(0.0, "0.0")]
    [DataRow(-0.0, "-0.0")]
    [DataRow(1.0, "1.0")]
    [DataRow(100.0, "100.0")]
    [DataRow(1e15, "1000000000000000.0")]
    [DataRow(1e16, "1e+16")]
    [DataRow(9999999999999998.0, "9999999999999998.0")]
    [DataRow(123456789012345680.0, "1.2345678901234568e+17")]
    [DataRow(1e22, "1e+22")]
    [DataRow(1e-4, "0.0001")]
    [DataRow(1e-5, "1e-05")]
    [DataRow(0.1, "0.1")]
    [DataRow(1.0 / 3, "0.3333333333333333")]
    [DataRow(double.Epsilon, "5e-324")]
    [DataRow(double.MaxValue, "1.7976931348623157e+308")]
    [DataRow(2.5e-7, "2.5e-07")]
    [DataRow(-1.5e-10, "-1.5e-10")]
    [DataRow((double)0.1f, "0.10000000149011612")]
    [DataRow(123456789.0, "123456789.0")]
    [DataRow(double.NaN, "nan")]
    [DataRow(double.NegativeInfinity, "-inf")]
    public void A_number_is_printed_as_in_Python(double value, string expected) => Assert.AreEqual(expected, PythonNumber.Repr(value));

    [TestMethod]
    [DataRow("it's", "\"it's\"")]
    [DataRow("a\"b", "'a\"b'")]
    [DataRow("a\"'b", "'a\"\\'b'")]
    [DataRow("é\u200b\u00a0\n\u007f😀\ue000\\", "'é\\u200b\\xa0\\n\\x7f😀\\ue000\\\\'")]
    public void A_text_is_quoted_as_in_Python(string value, string expected) => Assert.AreEqual(expected, PythonText.Repr(value));

    [TestMethod]
    public void Containers_are_printed_as_in_Python()
    {
        var value = new PythonDict { ["a"] = new object?[] { null, true, 1.5, 2 }, [3] = new PythonSet([2, 1, 2]), ["e"] = new PythonSet([]) };
        Assert.AreEqual("{'a': [None, True, 1.5, 2], 3: {1, 2}, 'e': set()}", PythonText.Repr(value));
    }
}
