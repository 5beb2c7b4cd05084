/** Unicode code points of a text; a lone surrogate is one. */
export function countCharacters(text: string): number {
  let characters = text.length;
  for (let i = 1; i < text.length; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xdc00 && (text.charCodeAt(i - 1) & 0xfc00) === 0xd800) {
      characters--;
    }
  }
  return characters;
}

/** Runs of characters other than white space, which is what `\s` matches. */
export function countWords(text: string): number {
  let words = 0;
  let isInWord = false;
  for (let i = 0; i < text.length; i++) {
    const isInNext = !isSpace(text.charCodeAt(i));
    if (isInNext && !isInWord) words++;
    isInWord = isInNext;
  }
  return words;
}

function isSpace(code: number): boolean {
  if (code < 0xa0) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  return /\s/.test(String.fromCharCode(code));
}
