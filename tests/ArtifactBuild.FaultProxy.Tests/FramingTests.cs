using System.Text;
using ArtifactBuild.Faults.Wire;

namespace ArtifactBuild.Faults.Tests;

/// <summary>The end of a body is found whatever the pieces it comes in, and limits stop where they should.</summary>
[TestClass]
public sealed class FramingTests
{
    private const string Text = "4;x=1\r\nwiki\r\n00006\r\npedia \r\nE\r\nin \r\n\r\nchunks.\r\n0\r\nA: b\r\nC: d\r\n\r\n";

    [TestMethod]
    public void A_chunked_body_ends_at_the_same_byte_for_every_split()
    {
        byte[] bytes = Encoding.ASCII.GetBytes(Text + "GET / HTTP/1.1");
        for (int piece = 1; piece <= bytes.Length; piece++)
        {
            var body = BodyFraming.Chunked();
            int at = 0;
            while (!body.Done) at += body.Advance(bytes.AsSpan(at, Math.Min(piece, bytes.Length - at)), long.MaxValue);
            Assert.AreEqual((Text.Length, 24L), (at, body.Payload));
        }
    }

    [TestMethod]
    public void A_limit_stops_at_its_byte_of_data_or_before_the_end()
    {
        byte[] bytes = Encoding.ASCII.GetBytes(Text);
        for (int limit = 0; limit <= 30; limit++)
        {
            var body = BodyFraming.Chunked();
            int at = body.Advance(bytes, limit);
            Assert.IsTrue(body.AtLimit);
            Assert.IsFalse(body.Done);
            Assert.AreEqual(Math.Min(limit, 24), body.Payload);
            Assert.AreEqual(limit >= 24, body.InTrailer);
            at += body.Advance(bytes.AsSpan(at), long.MaxValue);
            Assert.AreEqual((Text.Length, true), (at, body.Done));
        }
    }

    [TestMethod]
    [DataRow("xyz\r\n")]
    [DataRow("fffffffffffffffff\r\n")]
    [DataRow("-1\r\n")]
    public void A_size_that_is_none_is_refused(string text) =>
        Assert.ThrowsExactly<InvalidDataException>(() => BodyFraming.Chunked().Advance(Encoding.ASCII.GetBytes(text), long.MaxValue));
}
