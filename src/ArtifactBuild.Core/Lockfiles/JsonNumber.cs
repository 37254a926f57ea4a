namespace ArtifactBuild.Lockfiles;

/// <summary>The grammar of numbers in RFC 8259.</summary>
internal static class JsonNumber
{
    /// <summary>Finds where the number that begins at a position ends.</summary>
    /// <returns>The position behind it, or -1 when no number begins there.</returns>
    public static int FindEnd(string text, int start)
    {
        int i = At(text, start) == '-' ? start + 1 : start;
        int digits = SkipDigits(text, i);
        if (digits == i || (At(text, i) == '0' && digits > i + 1))
            return -1;

        i = digits;
        if (At(text, i) == '.' && (i = SkipSome(text, i + 1)) < 0)
            return -1;
        if (At(text, i) is not ('e' or 'E'))
            return i;

        return SkipSome(text, At(text, i + 1) is '+' or '-' ? i + 2 : i + 1);
    }

    private static int SkipSome(string text, int start)
    {
        int end = SkipDigits(text, start);
        return end == start ? -1 : end;
    }

    private static int SkipDigits(string text, int start)
    {
        int i = start;
        while (At(text, i) is >= '0' and <= '9')
            i++;

        return i;
    }

    private static char At(string text, int index) => index < text.Length ? text[index] : '\0';
}
