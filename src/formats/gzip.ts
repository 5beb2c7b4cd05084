/** The first bytes of a gzip file: its mark, and its method, of which there is one. */
const START = [0x1f, 0x8b, 8];

/** Whether the first bytes of a file are those of a gzip file, be it damaged. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === START[0] && head[1] === START[1];
}

/** Whether the first bytes of a gzip file can be unpacked. */
export function isDeflated(head: Uint8Array): boolean {
  return START.every((byte, i) => head[i] === byte);
}

/** What to say of a gzip file whose end is missing. */
export function truncatedSentence(name: string): string {
  return `${name} is cut short: its gzip data has no end. Get the whole file again.`;
}

/** What to say of a gzip file that holds something that gzip does not write. */
export function damagedSentence(name: string): string {
  return `${name} is damaged: its gzip data cannot be unpacked. Get the file again.`;
}

/** What to say of a gzip file in a gzip file. */
export function packedTwiceSentence(name: string): string {
  return `${name} is compressed twice. Unpack it once (gunzip ${name}) and choose the file that gives.`;
}

/**
 * What to say of a gzip file for whose text there is no room.
 *
 * @param bytes of the text, as far as it went
 */
export function noRoomSentence(name: string, bytes: number): string {
  return `${name} does not fit into the browser's storage unpacked: there was room for less than ${(bytes / 2 ** 30).toFixed(1)} GB. Unpack it first (gunzip ${name}) and choose the file that gives.`;
}

/** Most bytes of a metadata list or manifest in a gzip file. */
export const MAX_LIST_BYTES = 2 ** 28;

/** What to say of a metadata list or manifest that is larger than {@link MAX_LIST_BYTES}. */
export function listTooLargeSentence(name: string): string {
  return `${name} holds more than ${MAX_LIST_BYTES / 2 ** 20} MB unpacked, which is no metadata list or manifest that Headtail reads. Choose a smaller file.`;
}
