import type { CardFacts } from "./cardFacts.ts";
import { type CardBlock, type CardTable, leadOf, PAPER, sectionsOf } from "./content.ts";
import { plainLine } from "./words.ts";

/**
 * Writes a data card as Markdown with a YAML head, as the README.md of a data set on Hugging Face.
 * It holds what is known: the licence is unknown, and languages and tasks are left out unless the
 * facts tell them.
 */
export function dataCardMarkdown(card: CardFacts): string {
  const sections = sectionsOf(card).map(({ title, blocks }) => {
    const written = blocks.map(blockMarkdown).filter((block) => block !== "");
    return [`## ${title}`, ...written].join("\n\n");
  });
  return `${[
    yamlHead(card),
    `# ${escaped(card.name)}`,
    paragraph(leadOf(card)),
    ...sections,
    `---\n\nWritten by Headtail ${escaped(card.headtail)}.`,
  ].join("\n\n")}\n`;
}

function yamlHead({ name, languages, hasImages, kept, subset }: CardFacts): string {
  const list = (key: string, values: readonly string[]) =>
    values.length === 0 ? [] : [`${key}:`, ...values.map((value) => `  - ${value}`)];
  return [
    "---",
    `pretty_name: ${quoted(name)}`,
    "# The licence of the captions and images is not known here. Name it.",
    "license: unknown",
    ...list("language", languages.map(quoted)),
    ...list("size_categories", [sizeCategory(kept.captions)]),
    ...list(
      "task_categories",
      hasImages ? ["image-to-text", "zero-shot-image-classification"] : [],
    ),
    ...list("tags", ["headtail", "balanced", "image-text", "data-curation"]),
    "configs:",
    "  - config_name: default",
    "    data_files:",
    "      - split: train",
    `        path: ${quoted(pattern(subset.name))}`,
    "---",
  ].join("\n");
}

/** The size category of a number of records: 1000 is the first of “1K<n<10K”. */
function sizeCategory(records: number): string {
  const limits = ["1K", "10K", "100K", "1M", "10M", "100M", "1B", "10B", "100B", "1T"];
  const above = limits.findIndex((_, i) => records < 10 ** (i + 3));
  if (above === 0) return `n<${limits[0]}`;
  return above === -1 ? "n>1T" : `${limits[above - 1]}<n<${limits[above]}`;
}

/** A pattern that fits the file: data_files are patterns, and some characters mean others there. */
function pattern(name: string): string {
  return name.replace(/[[\]*?{}!]/g, "?");
}

/** A string of YAML, which takes JSON's with all escaped that cannot be printed. */
function quoted(text: string): string {
  return JSON.stringify(plainLine(text)).replace(
    /[\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16)}`,
  );
}

function blockMarkdown(block: CardBlock): string {
  switch (block.kind) {
    case "text":
      return paragraph(block.text);
    case "commands":
      return fenced(block.text);
    case "charts":
      return "";
    case "pair":
      return block.tables.map(tableMarkdown).join("\n\n");
    case "table":
      return tableMarkdown(block);
  }
}

function tableMarkdown({ title, columns, rows }: CardTable): string {
  const lines = [
    columns.map(({ title }) => escaped(title)),
    columns.map(({ kind }) => (kind === "number" || kind === "share" ? "--:" : ":--")),
    ...rows.map(({ cells }) =>
      cells.map((cell, i) => (columns[i].kind === "hash" ? `\`${cell}\`` : escaped(cell))),
    ),
  ];
  return `**${escaped(title)}**\n\n${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}`;
}

function paragraph(text: string): string {
  return escaped(text).replace(PAPER.name, `[${PAPER.name}](${PAPER.url})`);
}

/** Text as Markdown shows it, on one line. */
function escaped(text: string): string {
  return plainLine(text)
    .replace(/[\\`*_[\]{}#|~$]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

/** A block of commands, fenced by more backticks than it holds in a row. */
function fenced(text: string): string {
  const runs = text.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(3, ...runs.map(({ length }) => length + 1)));
  return `${fence}sh\n${text}\n${fence}`;
}
