import { useEffect, useState } from "react";
import type { SearchProgress } from "../../engine/types.ts";
import { useEngine, useSession } from "../session/session.ts";

/** Milliseconds between two reports of progress, the first hits apart. */
const STEP = 200;

export interface CaptionSearch extends SearchProgress {
  readonly text: string;
  readonly isDone: boolean;
  readonly error: Error | null;
}

const NO_SEARCH: CaptionSearch = { text: "", searched: 1, found: 0, isDone: true, error: null };

/** Searches the captions for the text of the filters, and tells how far the search is. */
export function useCaptionSearch(): CaptionSearch {
  const engine = useEngine();
  const files = useSession((session) => session.pool?.files);
  const text = useSession((session) => session.settings.captions.text);
  const [search, setSearch] = useState(NO_SEARCH);

  useEffect(() => {
    if (text === "" || !files) {
      setSearch(NO_SEARCH);
      return;
    }
    const controller = new AbortController();
    const { signal } = controller;
    let toldAt = Number.NEGATIVE_INFINITY;
    let toldFound = 0;
    const update = (change: Partial<CaptionSearch>) => {
      if (!signal.aborted) setSearch((now) => (now.isDone ? now : { ...now, ...change }));
    };
    setSearch({ text, searched: 0, found: 0, isDone: false, error: null });
    const onProgress = (progress: SearchProgress) => {
      const isFirst = toldFound === 0 && progress.found > 0;
      if (!isFirst && progress.searched < 1 && performance.now() - toldAt < STEP) return;
      toldAt = performance.now();
      toldFound = progress.found;
      update(progress);
    };
    engine.search(text, { signal, onProgress }).then(
      (progress) => update({ ...progress, isDone: true }),
      (error) => update({ isDone: true, error }),
    );
    return () => controller.abort();
  }, [engine, files, text]);

  // What was typed last is not searched for yet.
  return search.text === text ? search : { ...NO_SEARCH, text, searched: 0, isDone: false };
}
