namespace ArtifactBuild.Cli;

/// <summary>Finds what somebody meant who made a slip.</summary>
internal static class NearestText
{
    /// <summary>Finds the text that another one was probably meant to be.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="known">What there is.</param>
    /// <returns>The text that begins with it, or else is fewest letters away; <see langword="null"/> when nothing is near.</returns>
    public static string? Of(string typed, IEnumerable<string> known)
    {
        string[] all = [.. known];
        const int ShortestBeginning = 4;
        if (typed.Length >= ShortestBeginning && Array.Find(all, text => text.StartsWith(typed, StringComparison.OrdinalIgnoreCase)) is string longer)
            return longer;
        int limit = Math.Max(1, typed.Length / 3);
        return all.Select(text => (Text: text, Distance: Distance(typed, text)))
            .Where(one => one.Distance <= limit)
            .OrderBy(one => one.Distance)
            .Select(one => one.Text)
            .FirstOrDefault();
    }

    /// <summary>How many letters have to be put in, left out, changed or swapped with their neighbour.</summary>
    private static int Distance(string from, string to)
    {
        int[,] steps = new int[from.Length + 1, to.Length + 1];
        for (int i = 0; i <= from.Length; i++)
        {
            for (int j = 0; j <= to.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    steps[i, j] = i + j;
                    continue;
                }

                int change = Same(i, j) ? 0 : 1;
                steps[i, j] = Math.Min(Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1, steps[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && Same(i, j - 1) && Same(i - 1, j))
                    steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
            }
        }

        return steps[from.Length, to.Length];

        bool Same(int i, int j) => char.ToUpperInvariant(from[i - 1]) == char.ToUpperInvariant(to[j - 1]);
    }
}
