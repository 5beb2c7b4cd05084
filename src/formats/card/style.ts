/** The looks of a card in HTML: light and dark, wide and narrow, on screen and on paper. */
export const STYLE = `
:root {
  --page: #f5f7fa; --surface: #ffffff; --line: #dfe4ea; --grid: #e9edf2;
  --text: #16181d; --muted: #5a6472;
  --head: #d97706; --head-text: #b45309; --head-soft: #fff2dd;
  --tail: #0877bd; --tail-text: #075d94; --tail-soft: #d7eaf7;
  --t: #a21caf; --balanced: #15803d;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    color-scheme: dark;
    --page: #0f1216; --surface: #171b21; --line: #2c343e; --grid: #252c35;
    --text: #edf0f4; --muted: #9aa6b4;
    --head: #f6a94a; --head-text: #f6a94a; --head-soft: #3d2c10;
    --tail: #58b4ee; --tail-text: #7cc4f2; --tail-soft: #10334a;
    --t: #e879f9; --balanced: #5fd38d;
  }
}
* { box-sizing: border-box; }
html { background: var(--page); -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; max-width: 960px; padding: 40px 24px 56px;
  font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
  font-variant-numeric: tabular-nums; color: var(--text);
}
h1 { margin: 4px 0 12px; font-size: 28px; line-height: 1.2; overflow-wrap: anywhere; }
h2 { margin: 0 0 12px; font-size: 18px; line-height: 1.3; }
p { margin: 0; max-width: 68ch; overflow-wrap: anywhere; }
a { color: inherit; }
.kind { color: var(--muted); font-size: 13px; }
.lead { font-size: 16px; line-height: 1.55; }
.tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: 12px; margin: 24px 0 0; }
.tiles div, section { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; }
.tiles div { display: flex; flex-direction: column; padding: 12px 16px; }
.tiles dt { color: var(--muted); font-size: 13px; }
.tiles dd { margin: 0; }
.tiles dd.value { font-size: 24px; font-weight: 650; line-height: 1.35; }
.tiles dd.t { color: var(--t); }
.tiles dd.tail { color: var(--tail-text); }
.tiles dd.more { color: var(--muted); font-size: 13px; }
section { margin-top: 16px; padding: 20px 24px 24px; }
section > * + * { margin-top: 14px; }
section > p + p { margin-top: 8px; }
.charts, .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 20px; }
.pair { column-gap: 40px; }
figure { margin: 0; min-width: 0; }
figcaption { margin-bottom: 4px; font-weight: 600; }
svg { display: block; width: 100%; max-width: 620px; height: auto; font-size: 12px; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 0 0 12px; padding: 0; list-style: none; color: var(--muted); font-size: 13px; }
.legend li { display: flex; align-items: center; gap: 8px; }
.legend svg { flex: none; width: 24px; height: 4px; }
.grid { stroke: var(--grid); }
.axis { fill: none; stroke: var(--line); }
.tick, .axis-name { fill: var(--muted); }
.axis-name, .t-name, .head-name, .tail-name { stroke: var(--surface); stroke-width: 3; paint-order: stroke; }
.head-name, .tail-name { stroke-opacity: 0; }
.matches, .capped, .balanced { fill: none; stroke-width: 2; stroke-linejoin: round; }
.matches { stroke: var(--text); }
.capped { stroke: var(--t); }
.balanced { stroke: var(--balanced); stroke-dasharray: 5 4; }
.band { fill: var(--balanced); fill-opacity: 0.14; }
.t-line { fill: none; stroke: var(--t); stroke-dasharray: 2 3; }
.t-name { fill: var(--t); font-weight: 700; }
.head-area { fill: var(--head-soft); }
.tail-area { fill: var(--tail-soft); }
.head-name { fill: var(--head-text); }
.tail-name { fill: var(--tail-text); }
.scroller { overflow-x: auto; }
:focus-visible { outline: 2px solid var(--t); outline-offset: 2px; }
table { width: 100%; border-collapse: collapse; }
caption { padding: 0 0 6px; text-align: left; font-weight: 600; }
th, td { padding: 5px 0 5px 16px; text-align: left; vertical-align: top; font-weight: 400; }
th:first-child { padding-left: 0; overflow-wrap: anywhere; }
thead th { color: var(--muted); font-size: 13px; white-space: nowrap; border-bottom: 1px solid var(--line); }
tbody + tbody tr:not(.more) > * { border-top: 1px solid var(--grid); }
.more td { padding: 0 0 6px; }
tr:has(+ .more) > * { padding-bottom: 0; }
.bars th:first-child { white-space: nowrap; }
.number, .share { text-align: right; white-space: nowrap; }
.share { width: 30%; }
.bar { display: inline-block; vertical-align: middle; width: calc(100% - 52px); height: 8px; margin-right: 8px; text-align: left; }
.bar i { display: block; height: 100%; min-width: 1px; border-radius: 2px; }
.share b { display: inline-block; min-width: 44px; font-weight: 400; }
th.head { color: var(--head-text); }
th.tail { color: var(--tail-text); }
.note { display: block; color: var(--muted); font-size: 13px; }
.hash { display: block; color: var(--muted); font: 12px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
pre { margin: 14px 0 0; padding: 12px 16px; overflow-x: auto; background: var(--page); border-radius: 6px; font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
footer { margin-top: 20px; color: var(--muted); font-size: 13px; }
@media (max-width: 760px) {
  .charts, .pair { grid-template-columns: 1fr; }
}
@media (max-width: 560px) {
  body { padding: 20px 12px 32px; }
  h1 { font-size: 23px; }
  .tiles { grid-template-columns: 1fr 1fr; gap: 8px; }
  .tiles div { padding: 10px 12px; }
  .tiles dd.value { font-size: 20px; }
  section { padding: 16px 14px 18px; }
  th, td { padding-left: 10px; }
  th:first-child { width: 100%; }
  .bar { display: none; }
  .share { width: auto; }
  .share b { min-width: 0; }
  .bars { font-size: 12px; }
  .bars caption { font-size: 14px; }
  .bars th:not(:first-child), .bars td { padding-left: 6px; }
  .bars thead th { font-size: 12px; }
}
@media print {
  @page { margin: 14mm; }
  :root { --page: #ffffff; }
  body { max-width: none; padding: 0; font-size: 11px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  h1 { font-size: 22px; }
  h2 { font-size: 14px; }
  .lead { font-size: 12px; }
  .tiles { margin-top: 14px; gap: 8px; }
  .tiles div { padding: 6px 10px; }
  .tiles dd.value { font-size: 17px; }
  .kind, .legend, .note, .hash, thead th, footer, .tiles dt, .tiles dd.more, pre { font-size: 10px; }
  th, td { padding-top: 2px; padding-bottom: 2px; }
  section { border: 0; border-radius: 0; margin-top: 18px; padding: 0; }
  h2, caption, p:has(+ .curves) { break-after: avoid; }
  tbody, figure, .tiles div, .curves { break-inside: avoid; }
  .tiles { grid-template-columns: repeat(4, 1fr); }
  .charts, .pair { grid-template-columns: 1fr 1fr; }
  pre { white-space: pre-wrap; padding: 0; }
}
@media (forced-colors: active) {
  :root {
    --surface: Canvas; --line: CanvasText; --grid: GrayText; --text: CanvasText; --muted: CanvasText;
    --head: CanvasText; --head-text: CanvasText; --head-soft: Canvas;
    --tail: LinkText; --tail-text: LinkText; --tail-soft: Canvas;
    --t: Highlight; --balanced: CanvasText;
  }
  .bar i { forced-color-adjust: none; }
}
`;
