/** Published figures. Source: "Demystifying CLIP Data" (arXiv 2309.16671), sections 3 and 4. */

/** A pool of matched image–text pairs, and what balancing at t leaves of it. */
export interface BalancedPool {
  readonly pairs: string;
  readonly t: number;
  /** Whether t is the one whose tail share is about 6%. */
  readonly isSixPercent: boolean;
  readonly kept: string;
  readonly keptShare: number;
}

export const PAPER_POOLS: readonly BalancedPool[] = [
  {
    pairs: "1.6 billion",
    t: 20_000,
    isSixPercent: true,
    kept: "400 million",
    keptShare: 0.4 / 1.6,
  },
  {
    pairs: "10.7 billion",
    t: 170_000,
    isSixPercent: true,
    kept: "2.5 billion",
    keptShare: 2.5 / 10.7,
  },
  {
    pairs: "10.7 billion",
    t: 20_000,
    isSixPercent: false,
    kept: "1 billion",
    keptShare: 1 / 10.7,
  },
];

/** Photos of ImageNet named right without training for it, in percent, by training data (ViT-B/32). */
export const ABLATION: readonly { readonly data: string; readonly accuracy: number }[] = [
  { data: "as found", accuracy: 57.4 },
  { data: "matched, not thinned", accuracy: 60.8 },
  { data: "t = 15,000", accuracy: 65.5 },
  { data: "t = 20,000", accuracy: 65.5 },
  { data: "t = 35,000", accuracy: 65.4 },
];
