import type { BandOfFile, EntriesFound, EntriesQuery, EntrySort, EntryStatus } from "../types.ts";
import type { Database } from "./database.ts";

/** See `Engine.entries`. */
export async function findEntries(database: Database, query: EntriesQuery): Promise<EntriesFound> {
  const { search, file, status, counts, t, sort, descending } = query;
  const matches = file === null ? "count" : "coalesce(counts.matches, 0)";
  const from = [
    "pool_entries",
    ...(file === null ? [] : [`LEFT JOIN counts ON entry_id = id AND file = ${file}`]),
    ...(sortsByBalance(sort) ? ["JOIN balanced ON balanced.rowid = id"] : []),
  ];
  const where = [
    ...(search === "" ? [] : ["contains(folded, lower(?))"]),
    ...(counts === null ? [] : [`count BETWEEN ${counts.from} AND ${counts.to}`]),
    ...(status === null ? [] : [conditionOf(status, t)]),
  ];
  const key = sort === "matches" ? matches : keyOf(sort, t);
  const found = await database.queryWith(
    `SELECT id, (${matches})::UINTEGER AS matches FROM ${from.join(" ")}
     ${where.length === 0 ? "" : `WHERE ${where.join(" AND ")}`}
     ORDER BY ${key} ${descending ? "DESC" : "ASC"} NULLS LAST, count DESC, id`,
    ...(search === "" ? [] : [search.replaceAll(LONE_SURROGATES, "\ufffd")]),
  );
  return {
    ids: found.getChild("id")!.toArray(),
    matches: found.getChild("matches")!.toArray(),
  };
}

/** Whether it needs the balanced matches. */
export function sortsByBalance(sort: EntrySort): boolean {
  return sort === "balanced" || sort === "kept-share";
}

const STATUSES: readonly EntryStatus[] = ["head", "tail", "none", "unmatchable"];

/** The condition that entries of a status fulfil, over `count` and `unmatchable`. */
function conditionOf(status: EntryStatus, t: number): string {
  switch (status) {
    case "head":
      return `count >= ${t}`;
    case "tail":
      return `count BETWEEN 1 AND ${t - 1}`;
    case "none":
      return "count = 0 AND NOT unmatchable";
    case "unmatchable":
      return "unmatchable";
  }
}

function keyOf(sort: Exclude<EntrySort, "matches">, t: number): string {
  switch (sort) {
    case "entry":
      return "place";
    case "capped":
      return `least(count, ${t})`;
    case "balanced":
      return "balanced";
    case "share":
      return "count";
    case "kept-share":
      return "balanced / nullif(count, 0)";
    case "source":
      return "source";
    case "status":
      return `CASE ${STATUSES.map((status, i) => `WHEN ${conditionOf(status, t)} THEN ${i}`).join(" ")} END`;
  }
}

/** See `Engine.bandsByFile`. */
export async function bandsByFile(
  database: Database,
  edges: readonly number[],
): Promise<BandOfFile[]> {
  const bands = await database.queryWith(
    `WITH
      edges AS (SELECT unnest(string_split(?, ','))::DOUBLE AS edge),
      bands AS (
        SELECT (row_number() OVER (ORDER BY edge) - 1)::INTEGER AS band,
          edge AS low, lead(edge) OVER (ORDER BY edge) AS high
        FROM edges
      )
    SELECT band, file, count(*)::INTEGER AS entries, sum(counts.matches)::DOUBLE AS matches
    FROM counts
      JOIN pool_entries ON id = entry_id
      JOIN bands ON count >= low AND count < high
    GROUP BY band, file ORDER BY band, file`,
    edges.join(","),
  );
  return bands.toArray().map((row): BandOfFile => row.toJSON());
}

const LONE_SURROGATES = /\p{Surrogate}/gu;
