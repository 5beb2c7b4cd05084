import type { ColumnMapping, FileLook } from "../../engine/types.ts";
import { read, write } from "./remembered.ts";

/** What this browser remembers of files with the same format and columns; null for nothing. */
export function rememberedColumns(look: FileLook): ColumnMapping | null {
  try {
    return JSON.parse(read(keyOf(look)) ?? "null");
  } catch {
    return null;
  }
}

export function rememberColumns(look: FileLook, mapping: ColumnMapping): void {
  write(keyOf(look), JSON.stringify(mapping));
}

function keyOf({ shape, columns }: FileLook): string {
  return `headtail-columns:${shape.format}:${columns.join(",")}`;
}
