using System.Buffers.Text;
using System.Globalization;
using System.Text;
using ArtifactBuild.GcsHosting.Http;

namespace ArtifactBuild.GcsHosting.State;

/// <summary>Where a page ended: at a generation of an object, or at a whole folder. Opaque to clients.</summary>
internal sealed record PageToken(string Name, long Generation, bool IsPrefix)
{
    public static PageToken Parse(string token)
    {
        try
        {
            string[] parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)).Split(':', 3);
            if (parts is ["o" or "p", var generation, var name])
                return new PageToken(name, long.Parse(generation, CultureInfo.InvariantCulture), parts[0] == "p");
        }
        catch (FormatException)
        {
            // Falls out to the complaint.
        }

        throw ApiError.Invalid("Invalid page token: " + token);
    }

    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{(IsPrefix ? 'p' : 'o')}:{Generation}:{Name}")));
}
