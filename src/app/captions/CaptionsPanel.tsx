import { useId, useMemo } from "react";
import { keptAt } from "../../core/balancing/keptAt.ts";
import type { CaptionFilters, KindCounts, Pool } from "../../engine/types.ts";
import { Button } from "../parts/Button.tsx";
import { formatCount, formatShare } from "../parts/format.ts";
import { Tabs } from "../parts/Tabs.tsx";
import { type CaptionSearch, useCaptionSearch } from "../queries/useCaptionSearch.ts";
import { useFilterCounts } from "../queries/useFilterCounts.ts";
import { usePreview } from "../queries/usePreview.ts";
import { useSession } from "../session/session.ts";
import type { CaptionKind } from "../session/settings.ts";
import { CaptionList } from "./CaptionList.tsx";
import styles from "./CaptionsPanel.module.css";
import { Filters } from "./Filters.tsx";
import { filtersInUse, withoutFilter, withoutFilters } from "./filterWords.ts";
import { RejectedLines } from "./RejectedLines.tsx";

const TABS: { name: CaptionKind; title: string }[] = [
  { name: "kept", title: "Kept" },
  { name: "dropped", title: "Dropped" },
  { name: "edge", title: "Edge" },
  { name: "unmatched", title: "Unmatched" },
  { name: "rejected", title: "Rejected" },
];

/** Captions of a kind that is not rejected. */
type ShownKind = Exclude<CaptionKind, "rejected">;

const NAMES: Record<ShownKind, string> = {
  kept: "kept",
  dropped: "dropped",
  edge: "matched",
  unmatched: "unmatched",
};

const NOTHING: Record<ShownKind, string> = {
  kept: "No caption is kept.",
  dropped: "No matched caption is dropped at this threshold.",
  edge: "No caption has a match.",
  unmatched: "Every caption matches some entry.",
};

const NO_PAGES: NonNullable<ReturnType<typeof usePreview>["data"]>["pages"] = [];

/** Captions that stay, that go and that are about to change sides, those without a match, and lines without a caption. */
export function CaptionsPanel() {
  const captions = useSession((session) => session.settings.captions);
  const change = useSession((session) => session.change);
  const search = useCaptionSearch();
  const { kind } = captions;
  const listId = useId();
  return (
    <div className={styles.panel}>
      <h2 className={styles.title}>Captions</h2>
      <Tabs
        label="Captions to show"
        tabs={TABS}
        selected={kind}
        onSelect={(name) => change({ captions: { ...captions, kind: name } })}
        controls={listId}
      />
      <Filters />
      <div id={listId} role="tabpanel" aria-label="Captions" className={styles.content}>
        {kind === "rejected" ? (
          <RejectedLines file={captions.file} />
        ) : (
          <Captions kind={kind} search={search} />
        )}
      </div>
    </div>
  );
}

interface CaptionsProps {
  readonly kind: ShownKind;
  readonly search: CaptionSearch;
}

function Captions({ kind, search }: CaptionsProps) {
  const { entries, hold, file, matches, chance, counts } = useSession(
    (session) => session.settings.captions,
  );
  const { text } = search;
  const filters: CaptionFilters = useMemo(
    () => ({ text, entries, hold, file, matches, chance, counts }),
    [text, entries, hold, file, matches, chance, counts],
  );
  const found = useFilterCounts(filters, search.searched);
  const preview = usePreview(kind, filters, search.searched);
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = preview;
  const failure = error ?? search.error;
  const pages = data?.pages ?? NO_PAGES;
  return (
    <>
      <Found kind={kind} counts={found} search={search} />
      {failure && <p role="alert">These captions could not be read: {failure.message}</p>}
      <CaptionList pages={pages} />
      {pages[0]?.captions.length === 0 && search.isDone && <Nothing kind={kind} counts={found} />}
      {hasNextPage && (
        <Button disabled={isFetchingNextPage} onClick={() => fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  );
}

interface FoundProps extends CaptionsProps {
  readonly counts: ReturnType<typeof useFilterCounts>;
}

/** How many captions pass, and how far the search is. */
function Found({ kind, counts, search }: FoundProps) {
  const pool = useSession((session) => session.pool);
  const t = useSession((session) => session.restedT);
  const captions = useSession((session) => session.settings.captions);
  if (pool === null) return null;
  const inUse = filtersInUse(captions, pool.files).length > 0;
  const isKnown = counts !== null && search.text === captions.text;
  const passing = isKnown ? formatCount(countOf(counts, kind)) : "…";
  const all = formatCount(countOf(kindsOf(pool, t), kind));
  const isSearching = captions.text !== "" && !(search.isDone && isKnown);
  return (
    <p role="status" className={styles.found}>
      {isSearching
        ? `${passing} found in the first ${formatShare(search.searched, 0)} …`
        : inUse
          ? `${passing} of ${all} ${NAMES[kind]} captions pass.`
          : `${all} ${NAMES[kind]} captions${kind === "edge" ? ", those whose tau is nearest to t first" : ""}.`}
    </p>
  );
}

/** Why there is nothing to show, and which filters to loosen. */
function Nothing({ kind, counts }: Omit<FoundProps, "search">) {
  const files = useSession((session) => session.pool?.files) ?? [];
  const captions = useSession((session) => session.settings.captions);
  const change = useSession((session) => session.change);
  const inUse = filtersInUse(captions, files);
  if (inUse.length === 0) return <p className={styles.nothing}>{NOTHING[kind]}</p>;
  const names = [...new Set(inUse.map(({ name }) => name))];
  const helpful = names.flatMap((name) => {
    const without = counts?.without[name];
    const passing = without ? countOf(without, kind) : 0;
    const words = inUse.filter((filter) => filter.name === name).map((filter) => filter.words);
    return passing > 0 ? [{ name, passing, words: words.join(", ") }] : [];
  });
  return (
    <div className={styles.nothing}>
      <p>No {NAMES[kind]} caption passes these filters.</p>
      {helpful.length === 0 && inUse.length > 1 && (
        <p>
          More than one of them must be loosened: {inUse.map(({ words }) => words).join(" · ")}.
        </p>
      )}
      <ul className={styles.loosen}>
        {helpful.map(({ name, passing, words }) => (
          <li key={name}>
            <Button
              look="plain"
              onClick={() => change({ captions: withoutFilter(captions, name) })}
            >
              Without {words}: {formatCount(passing)}
            </Button>
          </li>
        ))}
        <li>
          <Button look="plain" onClick={() => change({ captions: withoutFilters(captions) })}>
            Clear filters
          </Button>
        </li>
      </ul>
    </div>
  );
}

function countOf({ kept, dropped, unmatched }: KindCounts, kind: ShownKind): number {
  return { kept, dropped, edge: kept + dropped, unmatched }[kind];
}

/** All captions of the pool by what happens to them at t. */
function kindsOf({ kept, captions, matchedCaptions }: Pool, t: number): KindCounts {
  const { captions: stay } = keptAt(kept, t);
  return { kept: stay, dropped: matchedCaptions - stay, unmatched: captions - matchedCaptions };
}
