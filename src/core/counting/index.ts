export * from "./bands.ts";
export * from "./curves.ts";
export * from "./distribution.ts";
export * from "./entryCounts.ts";
export * from "./threshold.ts";
