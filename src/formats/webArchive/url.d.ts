/** What is used of URLs. All platforms have them; no ECMAScript library does, and the DOM's is not wanted here. */
interface URL {
  readonly href: string;
  /** With its colon, in lower case. */
  readonly protocol: string;
}

declare const URL: { new (url: string, base?: string): URL };
