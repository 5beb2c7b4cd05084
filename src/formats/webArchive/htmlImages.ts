import { type ImageLink, TEXT_ATTRIBUTES } from "./pageImages.ts";

/** What the HTML of a page tells of its images. */
export interface HtmlImages {
  /** What links are relative to; null where the page does not say. */
  readonly base: string | null;
  readonly images: readonly ImageLink[];
}

const ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  img: ["src", ...TEXT_ATTRIBUTES],
  // What browsers take for img.
  image: ["src", ...TEXT_ATTRIBUTES],
  base: ["href"],
};
const LONGEST_ELEMENT = 5;

/**
 * Finds images in HTML: elements and attributes alone are told apart, so that no nesting, however
 * deep, takes long.
 */
export async function htmlImageFinder(): Promise<(html: string) => HtmlImages> {
  const { Tokenizer } = await import("htmlparser2");
  const ignore = () => {};
  return (html) => {
    const images: ImageLink[] = [];
    let base: string | null = null;
    /** The names of the attributes that are wanted of the element that is open, if any. */
    let wanted: readonly string[] = [];
    let attributes: Record<string, string> = {};
    let name: string | null = null;
    let value = "";

    function closeTag(): void {
      const { src, href } = attributes;
      if (href !== undefined) base ??= href;
      if (src !== undefined) images.push({ url: src, texts: attributes });
      wanted = [];
    }

    const tokenizer = new Tokenizer(
      {},
      {
        onopentagname(start, end) {
          if (end - start > LONGEST_ELEMENT) return;
          const element = html.slice(start, end).toLowerCase();
          if (!Object.hasOwn(ELEMENTS, element)) return;
          wanted = ELEMENTS[element];
          attributes = {};
        },
        onattribname(start, end) {
          if (wanted.length === 0) return;
          const attribute = html.slice(start, end).toLowerCase();
          const isNew = wanted.includes(attribute) && !Object.hasOwn(attributes, attribute);
          name = isNew ? attribute : null;
          value = "";
        },
        onattribdata(start, end) {
          if (name !== null) value += html.slice(start, end);
        },
        onattribentity(codepoint) {
          if (name !== null) value += String.fromCodePoint(codepoint);
        },
        onattribend() {
          if (name !== null) attributes[name] = value;
          name = null;
        },
        onopentagend() {
          if (wanted.length > 0) closeTag();
        },
        onselfclosingtag() {
          if (wanted.length > 0) closeTag();
        },
        oncdata: ignore,
        onclosetag: ignore,
        oncomment: ignore,
        ondeclaration: ignore,
        onend: ignore,
        onprocessinginstruction: ignore,
        ontext: ignore,
        ontextentity: ignore,
      },
    );
    tokenizer.write(html);
    tokenizer.end();
    return { base, images };
  };
}
