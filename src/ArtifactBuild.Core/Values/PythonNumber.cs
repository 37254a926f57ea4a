using System.Collections.Frozen;
using System.Globalization;
using System.Numerics;

namespace ArtifactBuild.Values;

/// <summary>Numbers in the text that Python gives them, which is the text that stored objects have.</summary>
internal static class PythonNumber
{
    /// <summary>The types of .NET that W&amp;B takes for numbers.</summary>
    public static FrozenSet<Type> Types { get; } = new[]
    {
        typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong),
        typeof(nint), typeof(nuint), typeof(Int128), typeof(UInt128), typeof(BigInteger), typeof(Half), typeof(float), typeof(double),
    }.ToFrozenSet();

    /// <summary>Whether a value is a whole number.</summary>
    public static bool IsInteger(object? value) => value
        is sbyte or byte or short or ushort or int or uint or long or ulong or nint or nuint or Int128 or UInt128 or BigInteger;

    /// <summary>A number's value, of whatever type it is; <see langword="bool"/> and <see langword="decimal"/> are none.</summary>
    public static bool TryGet(object? value, out double number)
    {
        (bool found, number) = value switch
        {
            double item => (true, item),
            float item => (true, item),
            Half item => (true, (double)item),
            BigInteger item => (true, (double)item),
            Int128 item => (true, (double)item),
            UInt128 item => (true, (double)item),
            nint item => (true, item),
            nuint item => (true, item),
            _ when IsInteger(value) => (true, Convert.ToDouble(value, CultureInfo.InvariantCulture)),
            _ => (false, 0),
        };
        return found;
    }

    /// <summary>The value of a decimal as Python's <c>float</c>: the nearest number, not .NET's conversion, which may be off by one.</summary>
    public static double OfDecimal(decimal value) =>
        double.Parse(value.ToString(CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);

    public static string OfInteger(object value) => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture);

    /// <summary>The shortest text that reads back to the same number, laid out as Python does: <c>1.0</c>, <c>1e-05</c>, <c>1e+16</c>.</summary>
    /// <param name="value">The number.</param>
    public static string Repr(double value)
    {
        if (double.IsNaN(value))
            return "nan";
        if (double.IsInfinity(value))
            return value > 0 ? "inf" : "-inf";
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        string sign = text[0] == '-' ? "-" : "";
        (string digits, int point) = Digits(text.AsSpan(sign.Length));
        return sign + LayOut(digits, point);
    }

    // The digits, without zeros at either end, and where the point stands before them.
    private static (string Digits, int Point) Digits(ReadOnlySpan<char> text)
    {
        int exponent = 0;
        int mark = text.IndexOf('E');
        if (mark >= 0)
        {
            exponent = int.Parse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..mark];
        }

        int dot = text.IndexOf('.');
        string all = dot < 0 ? text.ToString() : string.Concat(text[..dot], text[(dot + 1)..]);
        string digits = all.TrimStart('0');
        int point = (dot < 0 ? text.Length : dot) + exponent - (all.Length - digits.Length);
        return (digits.TrimEnd('0'), point);
    }

    private static string LayOut(string digits, int point)
    {
        if (digits.Length == 0)
            return "0.0";
        if (point is <= -4 or > 16)
        {
            string fraction = digits.Length > 1 ? "." + digits[1..] : "";
            return string.Create(CultureInfo.InvariantCulture, $"{digits[0]}{fraction}e{(point > 0 ? '+' : '-')}{Math.Abs(point - 1):00}");
        }

        if (point <= 0)
            return "0." + new string('0', -point) + digits;
        return point >= digits.Length
            ? digits + new string('0', point - digits.Length) + ".0"
            : $"{digits[..point]}.{digits[point..]}";
    }
}
