import type { CardFacts } from "./cardFacts.ts";
import { type CardChart, cumulativeChart, rankChart } from "./charts.ts";
import {
  type CardBlock,
  type CardColumn,
  type CardRow,
  type CardTable,
  leadOf,
  PAPER,
  sectionsOf,
} from "./content.ts";
import { STYLE } from "./style.ts";
import { formatAmount, formatCount, formatShare, plainLine } from "./words.ts";

/** Nothing but the file's own styles: no scripts, and nothing from a network. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/**
 * Writes a data card as one HTML file that needs nothing else: it has no scripts, fetches nothing,
 * is light or dark as its reader's system is, and prints. Its charts are SVG.
 */
export function dataCardHtml(card: CardFacts): string {
  const name = escaped(card.name);
  const sections = sectionsOf(card).map(
    ({ title, blocks }) =>
      `<section>\n<h2>${escaped(title)}</h2>\n${blocks.map((block) => blockHtml(block, card)).join("\n")}\n</section>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Headtail ${escaped(card.headtail)}">
<title>${name}: data card</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<p class="kind">Data card</p>
<h1>${name}</h1>
<p class="lead">${prose(leadOf(card))}</p>
${tiles(card)}
</header>
<main>
${sections.join("\n")}
</main>
<footer>Written by Headtail ${escaped(card.headtail)}.</footer>
</body>
</html>
`;
}

/** The figures that are looked for first. */
function tiles({ kept, pool, t, seed }: CardFacts): string {
  const all = [
    ["Captions kept", formatCount(kept.captions), `of ${formatCount(pool.captions)}`, ""],
    ["Matches kept", formatCount(kept.matches), `of ${formatCount(pool.matches)}`, ""],
    ["Threshold t", formatAmount(t), `seed ${seed}`, "t"],
    ["Tail share p", formatShare(kept.tailShare, 1, 2), "of all matches", "tail"],
  ].map(
    ([title, value, more, name]) =>
      `<div><dt>${title}</dt><dd class="value ${name}">${value}</dd><dd class="more">${more}</dd></div>`,
  );
  return `<dl class="tiles">${all.join("")}</dl>`;
}

function blockHtml(block: CardBlock, card: CardFacts): string {
  switch (block.kind) {
    case "text":
      return `<p>${prose(block.text)}</p>`;
    case "commands":
      return `<pre tabindex="0" role="region" aria-label="Commands"><code>${escapedLines(block.text)}</code></pre>`;
    case "charts":
      return charts(card);
    case "pair":
      return `<div class="pair">${block.tables.map(tableHtml).join("")}</div>`;
    case "table":
      return tableHtml(block);
  }
}

function charts(card: CardFacts): string {
  const { curves } = card;
  if (curves === null) return "";
  const figures = [rankChart(card, curves), cumulativeChart(card, curves)].map(
    ({ title, svg }: CardChart) => `<figure><figcaption>${title}</figcaption>${svg}</figure>`,
  );
  const keys = [
    ["matches", "all matches"],
    ["capped", "capped at t, not the result"],
    ...(curves.rankBalanced ? [["balanced", "balanced: what stays"]] : []),
  ].map(
    ([name, title]) =>
      `<li><svg viewBox="0 0 24 4" aria-hidden="true"><path class="${name}" d="M0,2H24"/></svg>${title}</li>`,
  );
  return `<div class="curves"><ul class="legend">${keys.join("")}</ul>\n<div class="charts">${figures.join("")}</div></div>`;
}

function tableHtml({ title, columns, rows }: CardTable): string {
  const headers = columns
    .filter(({ kind }) => !isBelow(kind))
    .map(({ title, kind }) => `<th scope="col" class="${kind}">${escaped(title)}</th>`);
  const share = columns.findIndex(({ kind }) => kind === "share");
  const largest = Math.max(...rows.map(({ cells }) => Number.parseFloat(cells[share] ?? "")));
  return `<div class="scroller"><table${share !== -1 ? ` class="bars"` : ""}>
<caption>${escaped(title)}</caption>
<thead><tr>${headers.join("")}</tr></thead>
${rows.map((row) => rowHtml(columns, row, largest)).join("\n")}
</table></div>`;
}

/** A row, and below it what else there is to say of it, over the width of the table. */
function rowHtml(
  columns: readonly CardColumn[],
  { cells, tailPart }: CardRow,
  largestShare: number,
): string {
  const side = tailPart === 1 ? ` class="tail"` : tailPart === 0 ? ` class="head"` : "";
  const row = [`<th scope="row"${side}><bdi>${escaped(cells[0])}</bdi></th>`];
  const below: string[] = [];
  columns.forEach(({ kind, title }, i) => {
    const cell = escaped(cells[i]);
    if (kind === "note") below.push(`<span class="note">${cell}</span>`);
    if (kind === "hash") below.push(`<span class="hash">${escaped(title)} ${cell}</span>`);
    if (kind === "number") row.push(`<td class="number">${cell}</td>`);
    if (kind === "share")
      row.push(`<td class="share">${barHtml(cell, largestShare, tailPart ?? 0)}</td>`);
  });
  const more =
    below.length === 0
      ? ""
      : `<tr class="more"><td colspan="${row.length}">${below.join("")}</td></tr>`;
  return `<tbody><tr>${row.join("")}</tr>${more}</tbody>`;
}

/** A share beside its bar, which is full for the largest; the tail's part is in the tail's colour. */
function barHtml(share: string, largest: number, tailPart: number): string {
  const width = largest > 0 ? (Number.parseFloat(share) / largest) * 100 : 0;
  const edge = `${(tailPart * 100).toFixed(1)}%`;
  const fill = `linear-gradient(to right, var(--tail) ${edge}, var(--head) ${edge})`;
  return `<span class="bar"><i style="width: ${width.toFixed(1)}%; background: ${fill}"></i></span><b>${share}</b>`;
}

/** Whether a column stands below its row, so that tables stay narrow. */
function isBelow(kind: CardColumn["kind"]): boolean {
  return kind === "note" || kind === "hash";
}

function prose(text: string): string {
  return escaped(text).replace(PAPER.name, `<a href="${PAPER.url}">${PAPER.name}</a>`);
}

/** Text on one line, in an element or an attribute. */
function escaped(text: string): string {
  return entities(plainLine(text));
}

/** Text with its line breaks. */
function escapedLines(text: string): string {
  return text.split("\n").map(escaped).join("\n");
}

function entities(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
