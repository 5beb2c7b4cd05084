/** What a statement needs to select the captions that stay. */
export interface SqlRecipe {
  /** Name of a table with one row a caption and the column `tau`. */
  readonly table: string;
  readonly t: number;
  /** Integer from 0 to 2^32 − 1: the seed that tau was drawn with. */
  readonly seed: number;
}

/**
 * Statements in standard SQL that select the captions that stay at t from a table with tau, and as
 * many as there is room for. Captions without matches have an infinite tau, or NULL, and never stay.
 */
export function sqlRecipe({ table, t, seed }: SqlRecipe): string {
  const name = `"${table.replaceAll('"', '""')}"`;
  return `-- Every caption has one number, tau, drawn with seed ${seed}: it stays at a threshold t when
-- tau < t. So one table answers for every t.
--
-- How to get the table: load the captions in Headtail and save tau of every caption (JSONL for
-- online balancing). A subset exported with the column tau has the captions below its own t only,
-- so it answers for that t and smaller ones. In DuckDB, for one:
--   CREATE TABLE ${oneLine(name)} AS FROM 'captions.tau.jsonl';

-- The captions that stay at t = ${t}.
SELECT * FROM ${name} WHERE tau < ${t};

-- How many that is.
SELECT count(*) AS kept FROM ${name} WHERE tau < ${t};

-- The other way round: the 100,000 captions of the threshold that keeps so many.
SELECT * FROM ${name} WHERE tau IS NOT NULL ORDER BY tau LIMIT 100000;
`;
}

/** A name as a comment can hold it. */
function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, " ");
}
