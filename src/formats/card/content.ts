import { KEY_FIELDS } from "../jsonl/fields.ts";
import type { ManifestFile } from "../manifest.ts";
import { commandRecipe } from "../recipe/commandRecipe.ts";
import type { CardBand, CardFacts } from "./cardFacts.ts";
import { formatAmount, formatCount, formatShare, plural } from "./words.ts";

/** A part of a card, the same in every shape that it is written in. */
export interface CardSection {
  readonly title: string;
  readonly blocks: readonly CardBlock[];
}

export type CardBlock =
  | { readonly kind: "text"; readonly text: string }
  /** Commands of a shell. */
  | { readonly kind: "commands"; readonly text: string }
  /** Where the charts stand, in shapes that have any. */
  | { readonly kind: "charts" }
  /** Tables that may stand side by side. */
  | { readonly kind: "pair"; readonly tables: readonly CardTable[] }
  | CardTable;

export interface CardTable {
  readonly kind: "table";
  readonly title: string;
  readonly columns: readonly CardColumn[];
  readonly rows: readonly CardRow[];
}

/** The first column names its row; a note or a hash says more of it. */
export interface CardColumn {
  readonly title: string;
  readonly kind: "name" | "number" | "share" | "note" | "hash";
}

export interface CardRow {
  readonly cells: readonly string[];
  /** Which share of it is tail, 0 to 1, in tables of entries. */
  readonly tailPart?: number;
}

/** The paper, as texts of a card name it. */
export const PAPER = { name: "arXiv 2309.16671", url: "https://arxiv.org/abs/2309.16671" } as const;

const text = (...sentences: readonly string[]): CardBlock => ({
  kind: "text",
  text: sentences.filter((sentence) => sentence !== "").join(" "),
});

/** A formula, which no line breaks. */
const formula = (words: string): string => words.replaceAll(" ", "\u00a0");

/** What the data set is, in plain sentences. */
export function leadOf({ t, pool, kept, metadata }: CardFacts): string {
  const sentences = [
    `A balanced subset of image–text data: ${formatCount(kept.captions)} of ${plural(pool.captions, "caption")} (${formatShare(kept.captions, pool.captions)}), which hold ${formatShare(kept.matches, pool.matches)} of all matches.`,
    `Every caption was matched against a list of ${plural(metadata.entries, "metadata entry", "metadata entries")}, and those without a match were dropped.`,
    `An entry with at least ${formula(`t = ${formatAmount(t)}`)} matches is head: each of its matches keeps its caption with a chance of ${formula("t / count")}. An entry with fewer is tail and keeps all its captions.`,
    `The method is that of “Demystifying CLIP Data” (${PAPER.name}).`,
  ];
  return sentences.join(" ");
}

/** The sections of a card, in order. */
export function sectionsOf(card: CardFacts): CardSection[] {
  return [
    { title: "Figures", blocks: [figures(card)] },
    { title: "Distribution over count bands", blocks: distribution(card) },
    { title: "Entries with most matches", blocks: [topEntries(card)] },
    { title: "Files", blocks: files(card) },
    { title: "Metadata", blocks: metadata(card) },
    { title: "Filters", blocks: filters(card) },
    { title: "How captions were drawn", blocks: draw(card) },
    { title: "Make it again", blocks: again(card) },
    { title: "What this card does not say", blocks: [text(...UNSAID)] },
  ];
}

const UNSAID = [
  "Balancing evens out the entries of one list.",
  "Whom and what the images show, social bias, harmful or private content, rights in images and captions, and whether captions are true: none of that was looked at, and an even distribution of entries promises nothing about it.",
];

function figures({ pool, kept, metadata, t, p, fixed, seed, rule }: CardFacts): CardBlock {
  const formatExpected = kept.deviation < 10 ? formatAmount : formatCount;
  const held =
    fixed === "p" ? `from the tail share that was asked for, ${formatShare(p, 1, 2)}` : "as set";
  return {
    kind: "pair",
    tables: [
      figureTable("The pool", [
        ["Lines read", formatCount(pool.lines), `${formatCount(pool.rejected)} gave no caption`],
        ["Captions", formatCount(pool.captions), "texts of the pool"],
        ["Matched captions", formatCount(pool.matchedCaptions), "those with at least one entry"],
        ["Matches", formatCount(pool.matches), "one for each entry that stands in a caption"],
        [
          "Entries with matches",
          formatCount(pool.entriesWithMatches),
          `of ${formatCount(metadata.entries)}; ${formatCount(metadata.unmatchable)} can match no caption`,
        ],
        ["Head entries", formatCount(kept.headEntries), "at least t matches"],
        ["Tail entries", formatCount(kept.tailEntries), "fewer than t matches, but some"],
        ["Matching rule", rule, "case, accents and spaces count"],
      ]),
      figureTable("The draw", [
        ["Threshold t", formatAmount(t), held],
        ["Tail share p", formatShare(kept.tailShare, 1, 2), "of all matches, at this t"],
        ["Seed", `${seed}`, "the same seed keeps the same captions"],
        ["Captions kept", formatCount(kept.captions), "with this seed"],
        [
          "Expected to be kept",
          `${formatExpected(kept.expected)} ± ${formatExpected(kept.deviation)}`,
          "over all seeds, and the standard deviation",
        ],
        [
          "Capped matches",
          formatAmount(kept.cappedMatches),
          "min(count, t), added up over entries: not what stays",
        ],
        [
          "Matches kept",
          formatCount(kept.matches),
          "what stays: a caption kept for one entry brings its others along",
        ],
      ]),
    ],
  };
}

function figureTable(
  title: string,
  rows: readonly (readonly [name: string, value: string, note: string])[],
): CardTable {
  return {
    kind: "table",
    title,
    columns: [
      { title: "Figure", kind: "name" },
      { title: "Value", kind: "number" },
      { title: "What it is", kind: "note" },
    ],
    rows: rows.map((cells) => ({ cells })),
  };
}

function distribution({ bands, paperBands, pool, t }: CardFacts): CardBlock[] {
  if (bands.length === 0) return [text("No entry has a match, so there is no distribution.")];
  const isSmall = paperBands.length === 1;
  return [
    text(
      `Entries by how many captions of the pool they match. Counts below t = ${formatAmount(t)} are tail.`,
      bands[0].balancedMatches === null
        ? ""
        : "Balanced is the number of matches among kept captions.",
    ),
    { kind: "charts" },
    bandTable("Entries by count", bands, pool.matches),
    isSmall
      ? text("All of them lie in the first count band of the paper, below 10,000 matches.")
      : bandTable("The same in the count bands of the paper", paperBands, pool.matches),
  ];
}

function bandTable(title: string, bands: readonly CardBand[], matches: number): CardTable {
  const isBalanced = bands.some(({ balancedMatches }) => balancedMatches !== null);
  const columns: CardColumn[] = [
    { title: "Count", kind: "name" },
    { title: "Entries", kind: "number" },
    { title: "Matches", kind: "number" },
    { title: "Share", kind: "share" },
  ];
  return {
    kind: "table",
    title,
    columns: isBalanced
      ? [...columns, { title: "Balanced", kind: "number" }, { title: "Stays", kind: "number" }]
      : columns,
    rows: bands.map((band) => ({
      cells: [
        rangeOf(band),
        formatCount(band.entries),
        formatCount(band.matches),
        formatShare(band.matches, matches),
        ...(band.balancedMatches === null ? [] : staysCells(band.balancedMatches, band.matches)),
      ],
      tailPart: band.matches === 0 ? 1 : band.tailMatches / band.matches,
    })),
  };
}

function rangeOf({ from, to }: CardBand): string {
  if (to === Number.POSITIVE_INFINITY) return `${formatCount(from)} and more`;
  return to === from + 1 ? formatCount(from) : `${formatCount(from)}–${formatCount(to - 1)}`;
}

function staysCells(balanced: number, matches: number): string[] {
  return [formatCount(balanced), matches === 0 ? "–" : formatShare(balanced, matches)];
}

function topEntries({ topEntries, t }: CardFacts): CardBlock {
  if (topEntries.length === 0) return text("No entry has a match.");
  const isBalanced = topEntries.some(({ balanced }) => balanced !== null);
  const columns: CardColumn[] = [
    { title: "Entry", kind: "name" },
    { title: "Matches", kind: "number" },
    { title: "Capped", kind: "number" },
  ];
  return {
    kind: "table",
    title: isBalanced
      ? "In the pool, capped at t, and balanced: what stays"
      : "In the pool, and capped at t",
    columns: isBalanced
      ? [...columns, { title: "Balanced", kind: "number" }, { title: "Stays", kind: "number" }]
      : columns,
    rows: topEntries.map(({ entry, matches, balanced }) => ({
      cells: [
        entry,
        formatCount(matches),
        formatAmount(Math.min(matches, t)),
        ...(balanced === null ? [] : staysCells(balanced, matches)),
      ],
      tailPart: matches < t ? 1 : 0,
    })),
  };
}

function files(card: CardFacts): CardBlock[] {
  const { subset, files, kept, manifestName, entryCountsName } = card;
  return [
    {
      kind: "table",
      title: "The subset",
      columns: [
        { title: "File", kind: "name" },
        { title: "Captions", kind: "number" },
        { title: "Bytes", kind: "number" },
        { title: "SHA-256", kind: "hash" },
      ],
      rows: (subset.files ?? [subset]).map(({ name, bytes, sha256 }, i) => ({
        cells: [name, i === 0 ? formatCount(kept.captions) : "", formatCount(bytes), sha256],
      })),
    },
    text(
      recordsOfSubset(subset),
      `Beside it, ${manifestName} tells settings, files and figures as JSON, and ${entryCountsName} the count of every entry.`,
    ),
    {
      kind: "table",
      title: "What it was made of",
      columns: [
        { title: "File", kind: "name" },
        { title: "Captions", kind: "number" },
        { title: "Kept", kind: "number" },
        { title: "Bytes", kind: "number" },
        { title: "Read", kind: "note" },
        { title: "SHA-256", kind: "hash" },
      ],
      rows: files.map((file) => ({
        cells: [
          file.name,
          formatCount(file.captions),
          formatCount(file.keptCaptions),
          formatCount(file.bytes),
          takenOf(file),
          file.sha256,
        ],
      })),
    },
  ];
}

function takenOf({ captionField, sample }: ManifestFile): string {
  const field = `captions in ${captionField}`;
  if (sample === undefined) return field;
  return "firstBytes" in sample
    ? `${field}; only the lines that start in the first ${plural(sample.firstBytes, "byte")}`
    : `${field}; about one line in ${formatCount(sample.oneIn)}`;
}

function metadata({ metadata }: CardFacts): CardBlock[] {
  return [
    {
      kind: "table",
      title: "The list of entries",
      columns: [
        { title: "List", kind: "name" },
        { title: "Entries", kind: "number" },
        { title: "Unmatchable", kind: "number" },
        { title: "SHA-256", kind: "hash" },
      ],
      rows: [
        {
          cells: [
            metadata.name,
            formatCount(metadata.entries),
            formatCount(metadata.unmatchable),
            metadata.sha256,
          ],
        },
      ],
    },
    text(
      "The SHA-256 is that of the entries as a JSON array without white space, in UTF-8.",
      "Unmatchable entries hold what no caption has once its marks stand apart, such as a full stop inside a word.",
    ),
  ];
}

function recordsOfSubset({ shape, withColumns }: CardFacts["subset"]): string {
  const more = withColumns ? " with three fields more: tau, chance and matched_entries" : "";
  if (shape === undefined || shape === "same") {
    return more === ""
      ? "Its records are those of the sources, byte for byte and in their order."
      : `Its records are those of the sources${more}.`;
  }
  if (shape === "online") {
    return "It holds every matched caption with its chance and tau, so that a data loader can balance anew.";
  }
  return `Its rows tell of the records of the sources that stay, in their order${more}.`;
}

function filters({ filters, files, pool }: CardFacts): CardBlock[] {
  const sampled = files.filter(({ sample }) => sample !== undefined).length;
  const sampling =
    sampled === 0 ? "" : `Of ${plural(sampled, "file")} only a part was read, as said above.`;
  const rejected =
    pool.rejected === 0 ? "" : `${plural(pool.rejected, "line")} of the files gave no caption.`;
  if (filters.length === 0) {
    return [text("None: every caption that was read was counted.", sampling, rejected)];
  }
  return [
    text("Captions that a filter stopped were neither matched nor counted.", sampling, rejected),
    {
      kind: "table",
      title: "Filters, in their order",
      columns: [
        { title: "What passed", kind: "name" },
        { title: "Captions stopped", kind: "number" },
      ],
      rows: filters.map(({ rule, stopped }) => ({ cells: [rule, formatCount(stopped)] })),
    },
  ];
}

function draw({ captionKey, seed }: CardFacts): CardBlock[] {
  const fields = captionKey.filter((key) => KEY_FIELDS.includes(key));
  const ownKey =
    fields.length === 0 ? "" : `the first of ${fields.join(", ")} that its record has, or else `;
  return [
    text(
      `For every caption and every entry in it there is one draw u, from 0 to below 1: a hash of the seed (${seed}), the caption’s key and the entry.`,
      `The entry keeps the caption when ${formula("u < min(1, t / count)")}, and the caption stays when any of its entries keeps it. So the chance of a caption is ${formula("1 − Π(1 − min(1, t / count))")} over its entries.`,
    ),
    text(
      `The key of a caption is ${ownKey}the name of its file and the number of its line.`,
      "The draw hangs on nothing else, neither on the order of files nor on the machine. A larger t with the same seed keeps all these captions and more.",
    ),
  ];
}

function again(card: CardFacts): CardBlock[] {
  const { headtail, metadataFile, files, t, seed, subset, filters } = card;
  const fields = new Set(files.map(({ captionField }) => captionField));
  const [field] = fields;
  const isWhole = files.every(({ sample }) => sample === undefined);
  const isAsItCame = subset.shape === undefined || subset.shape === "same";
  const isSame =
    isWhole && isAsItCame && fields.size === 1 && !subset.withColumns && files.length === 1;
  const uid = files[0].readAs?.columns.uid ?? null;
  const name = `balanced${/\.[^.]+$/.exec(subset.name)?.[0] ?? ""}`;
  const commands = commandRecipe({
    metadata: metadataFile,
    options: [
      ...(uid === null ? [] : [`--uid=${uid}`]),
      ...filters.map(({ argument }) => argument),
    ],
    subset: isAsItCame ? name : "balanced.jsonl",
    files: files.map(({ name }) => name),
    field: fields.size === 1 ? field : null,
    t,
    seed,
  });
  return [
    text(`With Headtail ${headtail}, in the folder of the source files:`),
    {
      kind: "commands",
      text: isSame ? `${commands}\n\nsha256sum ${name}` : commands,
    },
    text(
      isSame ? "The last line prints the SHA-256 of the subset above." : "",
      subset.withColumns ? "The lines are those of the subset without the three fields more." : "",
      fields.size > 1 ? "The field of the captions is found for each file by itself." : "",
      isWhole
        ? ""
        : "The commands read whole files, so give them the lines that were read here: what was left out would be counted.",
      isAsItCame
        ? ""
        : "The subset was exported in another shape than its source; the commands keep the same records as they were there.",
    ),
  ];
}
