export * from "./locate.ts";
export * from "./matcher.ts";
export * from "./metadataIndex.ts";
export * from "./spacing.ts";
export * from "./unmatchable.ts";
