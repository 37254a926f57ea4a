using System.Text;
using ArtifactBuild.Media.Python;

namespace ArtifactBuild.Media.Tests.Json;

[TestClass]
public class PythonJsonTests
{
    [TestMethod]
    public void Names_are_sorted_numbers_first_and_texts_by_code_points()
    {
        var dict = new PythonDict { ["\ud83d\ude00"] = 1, ["\uff5e"] = 2, [10] = 3, [2] = 4, ["Z"] = 5, ["a"] = 6 };
        Assert.AreEqual(
            """{"2": 4, "10": 3, "Z": 5, "a": 6, "\uff5e": 2, "\ud83d\ude00": 1}""",
            Encoding.ASCII.GetString(PythonJson.Write(dict)));
    }

    [TestMethod]
    public void Texts_are_escaped_as_Python_does()
    {
        var dict = new PythonDict { ["t"] = "\"\\/\b\f\n\r\t\0\u001f\u007f~é\ud800" };
        Assert.AreEqual(
            "{\"t\": \"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\\u007f~\\u00e9\\ud800\"}",
            Encoding.ASCII.GetString(PythonJson.Write(dict)));
    }

    [TestMethod]
    public void Empty_containers_are_short() => Assert.AreEqual(
        """{"d": {}, "l": []}""",
        Encoding.ASCII.GetString(PythonJson.Write(new PythonDict { ["l"] = Array.Empty<object?>(), ["d"] = new PythonDict() })));

    [TestMethod]
    public void What_has_no_form_in_JSON_is_a_defect_and_loud() =>
        Assert.ThrowsExactly<InvalidOperationException>(() => PythonJson.Write(new PythonDict { ["x"] = Guid.Empty }));
}
