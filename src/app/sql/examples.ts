/** A statement to start from. */
export interface Example {
  readonly title: string;
  readonly statement: string;
}

export const EXAMPLES: readonly Example[] = [
  {
    title: "Head entries that stay large",
    statement: `SELECT entry, matches, capped, balanced, kept_share
FROM entries
WHERE status = 'head'
ORDER BY balanced - capped DESC
LIMIT 100`,
  },
  {
    title: "Kept by number of matches",
    statement: `SELECT least(matches, 20) AS matches, count(*) AS captions,
  avg(chance) AS mean_chance, count(*) FILTER (kept) AS kept
FROM captions
GROUP BY ALL
ORDER BY 1`,
  },
  {
    title: "Captions near even odds",
    statement: `SELECT index, file, line, matches, tau, chance, kept
FROM captions
WHERE matches > 0
ORDER BY abs(chance - 0.5), index
LIMIT 100`,
  },
  {
    title: "Entries by status and words",
    statement: `SELECT status, len(string_split(entry, ' ')) AS words,
  count(*) AS entries, sum(matches) AS matches, sum(balanced) AS balanced
FROM entries
GROUP BY ALL
ORDER BY ALL`,
  },
  {
    title: "Kept captions by file",
    statement: `SELECT file, count(*) AS captions, count(*) FILTER (kept) AS kept,
  sum(chance) AS expected, avg(matches) AS mean_matches
FROM captions
GROUP BY file
ORDER BY captions DESC`,
  },
];
