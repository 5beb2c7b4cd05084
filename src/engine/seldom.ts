/** Milliseconds between what is told of how far something is: fewer would only cost time to show. */
export const PROGRESS_STEP = 200;

/** Passes on what is told, unless something was a moment ago. */
export function seldom<T>(tell: (progress: T) => void): (progress: T) => void {
  let told = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const now = performance.now();
    if (now - told < PROGRESS_STEP) return;
    told = now;
    tell(progress);
  };
}
