/** A chart as a picture that stands by itself, to be saved. */

export interface FigureText {
  readonly title: string;
  /** Sentences below the chart; they are broken into lines. */
  readonly caption: string;
  /** What the curves are, each with a class of its line. */
  readonly keys: readonly { readonly title: string; readonly lineClass: string }[];
}

const SVG = "http://www.w3.org/2000/svg";
const PADDING = 20;
const LINE = 17;
const FONT = 12;
/** A letter is about so wide in a sans-serif font, in parts of the font's size. */
const LETTER = 0.54;

/** What a picture takes of the page's style as attributes, where it is not what it is without. */
const LOOKS: Readonly<Record<string, string>> = {
  fill: "",
  "fill-opacity": "1",
  stroke: "none",
  "stroke-width": "1px",
  "stroke-opacity": "1",
  "stroke-dasharray": "none",
};
const LOOKS_OF_TEXT: Readonly<Record<string, string>> = {
  ...LOOKS,
  "font-size": "12px",
  "font-weight": "400",
  "text-anchor": "start",
  "paint-order": "normal",
};
const OF_THE_PAGE = /^(class|style|role|tabindex|aria-.*|data-.*)$/;
const NOT_DRAWN = ["g", "title", "desc", "defs", "clipPath"];

/**
 * Draws a chart of the page once more, with title, keys and caption, in the colours of the light
 * theme. All looks are attributes and the font is a generic one, so it looks alike everywhere.
 *
 * @returns the SVG file's content, and its size in CSS pixels
 */
export function figureOf(
  chart: SVGSVGElement,
  { title, caption, keys }: FigureText,
): { readonly svg: string; readonly width: number; readonly height: number } {
  const [width, chartHeight] = ["width", "height"].map((name) => Number(chart.getAttribute(name)));
  const lines = brokenLines(caption, Math.floor(width / (FONT * LETTER)));
  const top = PADDING + 24 + (keys.length > 0 ? LINE + 8 : 0);
  const below = top + chartHeight + 24;
  const size = { width: width + 2 * PADDING, height: below + lines.length * LINE + PADDING - 10 };

  const picture = element("svg", {
    ...size,
    viewBox: `0 0 ${size.width} ${size.height}`,
    "font-family": "system-ui, sans-serif",
    "font-size": FONT,
    role: "img",
  });
  picture.append(
    textElement("title", {}, title),
    textElement("desc", {}, caption),
    element("rect", { ...size, style: "fill: var(--surface)" }),
    textElement(
      "text",
      {
        x: PADDING,
        y: PADDING + 14,
        style: "fill: var(--text); font-size: 15px; font-weight: 600",
      },
      title,
    ),
    ...keys.reduce<{ x: number; all: SVGElement[] }>(
      ({ x, all }, key) => {
        const y = PADDING + 24 + LINE - 2;
        all.push(
          element("path", { class: key.lineClass, d: `M${x},${y - 4}h20` }),
          textElement("text", { x: x + 26, y, style: "fill: var(--muted)" }, key.title),
        );
        return { x: x + 26 + key.title.length * FONT * LETTER + 20, all };
      },
      { x: PADDING, all: [] },
    ).all,
    ...lines.map((line, i) =>
      textElement("text", { x: PADDING, y: below + i * LINE, style: "fill: var(--muted)" }, line),
    ),
  );
  const plot = element("g", { transform: `translate(${PADDING},${top})` });
  plot.append(...Array.from(chart.childNodes, (node) => node.cloneNode(true)));
  picture.append(plot);
  return { svg: standAlone(picture), ...size };
}

/** Gives an SVG element the looks it has in the page, light, and takes away all that is of the page. */
function standAlone(picture: SVGElement): string {
  const host = document.createElement("div");
  host.style.cssText =
    "position: absolute; visibility: hidden; color-scheme: light; font-size: 12px";
  host.append(picture);
  document.body.append(host);
  const all = [...picture.querySelectorAll<SVGElement>("*")];
  const looks = all.map((each) => {
    if (NOT_DRAWN.includes(each.tagName)) return [];
    const style = getComputedStyle(each);
    return Object.entries(each.tagName === "text" ? LOOKS_OF_TEXT : LOOKS)
      .map(([name, usual]) => ({ name, usual, value: style.getPropertyValue(name) }))
      .filter(({ usual, value }) => value !== "" && value !== usual);
  });
  host.remove();
  all.forEach((each, i) => {
    for (const { name } of [...each.attributes]) {
      if (name in LOOKS_OF_TEXT || OF_THE_PAGE.test(name)) each.removeAttribute(name);
    }
    for (const { name, value } of looks[i]) each.setAttribute(name, value);
  });
  return new XMLSerializer().serializeToString(picture);
}

/** Breaks sentences at spaces into lines of at most so many letters, a longer word apart. */
export function brokenLines(text: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= letters) {
      lines[lines.length - 1] = `${line} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}

function element(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, `${value}`);
  return made;
}

function textElement(
  name: string,
  attributes: Record<string, string | number>,
  text: string,
): SVGElement {
  const made = element(name, attributes);
  made.textContent = text;
  return made;
}

/**
 * Draws an SVG file on a canvas.
 *
 * @param scale pixels for each CSS pixel
 * @throws Error when the browser cannot
 */
export async function pngOf(
  { svg, width, height }: ReturnType<typeof figureOf>,
  scale: number,
): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) throw new Error("This browser could not draw the picture. Save it as SVG instead.");
  return blob;
}
