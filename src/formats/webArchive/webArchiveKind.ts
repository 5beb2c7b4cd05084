const latin1 = new TextDecoder("latin1");

/** What a web archive holds: metadata of pages, pages, or their text, which has no images. */
export type WebArchiveKind = "wat" | "warc" | "wet";

/** Whether the first bytes of a file are those of a web archive. */
export function isWarc(head: Uint8Array): boolean {
  return latin1.decode(head.subarray(0, 7)) === "WARC/1.";
}

/**
 * Tells what a web archive holds, by the first records that say so.
 *
 * @param head its first bytes, up to 64 kB
 * @returns null when it is no web archive; "warc" when its first bytes do not tell
 */
export function webArchiveKind(head: Uint8Array): WebArchiveKind | null {
  if (!isWarc(head)) return null;
  const text = latin1.decode(head);
  for (const [, fields] of text.matchAll(/^WARC\/1\.\d+\r?\n((?:[^\r\n]+\r?\n)+)/gm)) {
    const type = /^WARC-Type:[ \t]*([a-z]+)/im.exec(fields)?.[1].toLowerCase();
    if (type === "metadata" && /^Content-Type:[ \t]*application\/json/im.test(fields)) return "wat";
    if (type === "conversion") return "wet";
    if (type === "response" || type === "request" || type === "revisit") return "warc";
  }
  return "warc";
}
