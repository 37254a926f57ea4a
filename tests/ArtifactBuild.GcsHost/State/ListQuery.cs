namespace ArtifactBuild.GcsHosting.State;

/// <summary>One page of a listing.</summary>
internal sealed record ListPage(List<StoredObject> Items, List<string> Prefixes, string? NextPageToken);

/// <summary>What a listing asks for.</summary>
internal sealed record ListQuery(string Prefix, string Delimiter, string StartOffset, string? EndOffset, bool Versions, int MaxResults, PageToken? After)
{
    public ListPage Run(SortedList<string, ObjectVersions> objects)
    {
        var page = new ListPage([], [], null);
        string? group = After is { IsPrefix: true } ? After.Name : null;
        IList<string> names = objects.Keys;
        PageToken? last = null;
        for (int index = FirstAtOrAfter(names, Start()); index < names.Count; index++)
        {
            string name = names[index];
            if (!name.StartsWith(Prefix, StringComparison.Ordinal) || (EndOffset != null && ObjectNameOrder.Instance.Compare(name, EndOffset) >= 0))
                break;

            ObjectVersions versions = objects.Values[index];
            if (!Versions && versions.Live == null)
                continue;

            if (GroupOf(name) is { } folder)
            {
                if (folder == group)
                    continue;
                if (Full(page))
                    return page with { NextPageToken = last!.ToString() };
                page.Prefixes.Add(group = folder);
                last = new PageToken(folder, 0, IsPrefix: true);
                continue;
            }

            foreach (StoredObject item in Versions ? versions.All : [versions.Live!])
            {
                if (After is { IsPrefix: false } && name == After.Name && item.Generation <= After.Generation)
                    continue;
                if (Full(page))
                    return page with { NextPageToken = last!.ToString() };
                page.Items.Add(item);
                // Without versions a name is listed once, even when it gets a new generation between two pages.
                last = new PageToken(name, Versions ? item.Generation : long.MaxValue, IsPrefix: false);
            }
        }

        return page;
    }

    private bool Full(ListPage page) => page.Items.Count + page.Prefixes.Count >= MaxResults;

    private string Start()
    {
        string start = Later(Prefix, StartOffset);
        return After == null ? start : Later(start, After.Name);
    }

    private static string Later(string one, string other) => ObjectNameOrder.Instance.Compare(one, other) >= 0 ? one : other;

    private string? GroupOf(string name)
    {
        if (Delimiter.Length == 0)
            return null;
        int at = name.IndexOf(Delimiter, Prefix.Length, StringComparison.Ordinal);
        return at < 0 ? null : name[..(at + Delimiter.Length)];
    }

    private static int FirstAtOrAfter(IList<string> names, string start)
    {
        (int low, int high) = (0, names.Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (ObjectNameOrder.Instance.Compare(names[middle], start) < 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
