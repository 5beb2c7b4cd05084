/**
 * The two text coders that browsers, workers and Node all have. They belong to no ECMAScript
 * library, and the DOM's is not wanted here.
 */

interface TextDecoder {
  decode(bytes?: Uint8Array): string;
}

declare const TextDecoder: {
  new (
    label?: string,
    options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean },
  ): TextDecoder;
};

interface TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>;
}

declare const TextEncoder: { new (): TextEncoder };
