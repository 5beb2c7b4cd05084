export * from "./balance.ts";
export * from "./captionMatches.ts";
export * from "./draw.ts";
export * from "./keptAt.ts";
export * from "./probability.ts";
export * from "./tau.ts";
