import { keptAt } from "../../core/balancing/keptAt.ts";
import { thresholdAfterKey } from "../balance/thresholdControl.ts";
import { lastLesson } from "../learn/lastLesson.ts";
import { shareAddress } from "../session/address.ts";
import { maxThreshold, type Session } from "../session/session.ts";
import {
  CAPTION_KINDS,
  type CaptionKind,
  LARGEST_SEED,
  PANELS,
  type Panel,
  VIEWS,
  type View,
} from "../session/settings.ts";
import { changeTheme } from "../session/theme.ts";
import type { ActedOn, Action, ActionId } from "./action.ts";
import { IS_MAC } from "./keys.ts";

/** Milliseconds that the page says what was copied. */
const TOLD = 2000;

const always = () => true;
const withPool = ({ pool }: Session) => pool !== null;
const withPoolAtRest = ({ pool, jobs }: Session) => pool !== null && jobs.length === 0;

const VIEW_NAMES: Record<View, string> = {
  rank: "Draw counts by rank",
  cumulative: "Draw the cumulative curve",
  bands: "List count bands",
  length: "Draw captions kept by number of matches",
};

const PANEL_NAMES: Record<Panel, { readonly name: string; readonly key: string }> = {
  entries: { name: "Go to the entries", key: "e" },
  effects: { name: "Go to what balancing does", key: "b" },
  compare: { name: "Go to the comparison", key: "c" },
  "larger-pool": { name: "Go to the larger pool", key: "l" },
  sql: { name: "Go to SQL", key: "s" },
};

const CAPTION_NAMES: Record<CaptionKind, { readonly name: string; readonly key: string }> = {
  kept: { name: "List captions that are kept", key: "k" },
  dropped: { name: "List captions that are dropped", key: "d" },
  edge: { name: "List captions at the edge", key: "e" },
  unmatched: { name: "List captions without a match", key: "u" },
  rejected: { name: "List lines that were rejected", key: "r" },
};

/** All that can be done by a key, a button of the header or the menu. Behind buttons elsewhere stand the same calls. */
export const ACTIONS: readonly Action[] = [
  {
    id: "open",
    name: "Open captions, a metadata list or a manifest",
    group: "Data",
    keys: ["o"],
    isEnabled: always,
    run: () => openPicker("Files to open"),
  },
  {
    id: "open-web",
    name: "Open from the web…",
    group: "Data",
    keys: ["Shift+o"],
    isEnabled: always,
    run: ({ screen }) => screen.setState({ dialog: "web" }),
  },
  {
    id: "change-metadata",
    name: "Use another metadata list",
    group: "Data",
    keys: ["m"],
    isEnabled: withPoolAtRest,
    run: () => openPicker("Metadata list to use"),
  },
  {
    id: "export",
    name: "Export the balanced subset",
    group: "Data",
    keys: ["e"],
    isEnabled: ({ pool, t }) => pool !== null && keptAt(pool.kept, t).captions > 0,
    run: ({ screen }) => screen.setState({ dialog: "export" }),
  },
  {
    id: "print",
    name: "Print a report of one page",
    group: "Data",
    keys: [],
    isEnabled: withPool,
    run: () => print(),
  },
  {
    id: "clear",
    name: "Clear everything that this browser keeps",
    group: "Data",
    keys: [],
    isEnabled: always,
    run: ({ screen }) => screen.setState({ dialog: "clear" }),
  },
  {
    id: "raise-t",
    name: "Raise t",
    group: "Threshold and draw",
    keys: ["+", "="],
    repeats: true,
    isEnabled: withPool,
    run: ({ session }) => moveThreshold(session.getState(), "ArrowUp"),
  },
  {
    id: "lower-t",
    name: "Lower t",
    group: "Threshold and draw",
    keys: ["-"],
    repeats: true,
    isEnabled: withPool,
    run: ({ session }) => moveThreshold(session.getState(), "ArrowDown"),
  },
  {
    id: "hold-t",
    name: "Hold t",
    group: "Threshold and draw",
    keys: ["t"],
    isEnabled: ({ pool, settings }) => pool !== null && settings.threshold.fixed === "p",
    run({ session }) {
      const { t, setThreshold } = session.getState();
      setThreshold(t);
    },
  },
  {
    id: "hold-p",
    name: "Hold the tail share p",
    group: "Threshold and draw",
    keys: ["p"],
    isEnabled: ({ pool, settings }) => pool !== null && settings.threshold.fixed === "t",
    run({ session }) {
      const { p, setTailShare } = session.getState();
      setTailShare(p);
    },
  },
  {
    id: "draw-again",
    name: "Draw again, with the next seed",
    group: "Threshold and draw",
    keys: ["d"],
    isEnabled: withPoolAtRest,
    run({ session }) {
      const { settings, change } = session.getState();
      change({ seed: settings.seed === LARGEST_SEED ? 0 : settings.seed + 1 });
    },
  },
  {
    id: "undo",
    name: "Undo the last change of a setting",
    group: "Threshold and draw",
    keys: ["Mod+z"],
    repeats: true,
    isEnabled: ({ history }) => history.past.length > 0,
    run: ({ session }) => session.getState().undo(),
  },
  {
    id: "redo",
    name: "Redo what was undone",
    group: "Threshold and draw",
    // Cmd+Y opens the history of browsers on a Mac.
    keys: IS_MAC ? ["Shift+Mod+z"] : ["Shift+Mod+z", "Mod+y"],
    repeats: true,
    isEnabled: ({ history }) => history.future.length > 0,
    run: ({ session }) => session.getState().redo(),
  },
  ...VIEWS.map(
    (view, i): Action => ({
      id: `view-${view}`,
      name: VIEW_NAMES[view],
      group: "Show",
      keys: [`${i + 1}`],
      isEnabled: withPool,
      run: ({ session }) => session.getState().change({ view }),
    }),
  ),
  ...PANELS.map(
    (panel): Action => ({
      id: `panel-${panel}`,
      name: PANEL_NAMES[panel].name,
      group: "Show",
      keys: [`g ${PANEL_NAMES[panel].key}`],
      isEnabled: withPool,
      run({ session }) {
        session.getState().change({ panel });
        whenShown(() =>
          document.querySelector('[role="tablist"][aria-label="Panels"] [aria-selected="true"]'),
        );
      },
    }),
  ),
  {
    id: "search-entries",
    name: "Search entries",
    group: "Show",
    keys: ["/"],
    isEnabled: withPool,
    run({ session }) {
      const { settings, change } = session.getState();
      if (settings.panel !== "entries") change({ panel: "entries" });
      whenShown(() => document.querySelector('input[aria-label="Search entries"]'));
    },
  },
  {
    id: "enlarge",
    name: "Enlarge or shrink the panel below the chart",
    group: "Show",
    keys: ["f"],
    isEnabled: withPool,
    run: ({ screen }) => screen.setState(({ panelIsLarge }) => ({ panelIsLarge: !panelIsLarge })),
  },
  ...CAPTION_KINDS.map(
    (kind): Action => ({
      id: `captions-${kind}`,
      name: CAPTION_NAMES[kind].name,
      group: "Captions",
      keys: [`c ${CAPTION_NAMES[kind].key}`],
      isEnabled: withPool,
      run({ session }) {
        const { settings, change } = session.getState();
        change({ captions: { ...settings.captions, kind } });
      },
    }),
  ),
  {
    id: "learn",
    name: "Open or close the lessons",
    group: "Page",
    keys: ["l"],
    isEnabled: always,
    run({ session }) {
      const { settings, change } = session.getState();
      change({ lesson: settings.lesson === null ? lastLesson() : null });
    },
  },
  {
    id: "copy-link",
    name: "Copy a link with these settings",
    group: "Page",
    keys: ["y"],
    isEnabled: always,
    run: copyLink,
  },
  {
    id: "theme",
    name: "Change the theme",
    group: "Page",
    keys: ["Shift+t"],
    isEnabled: always,
    run: changeTheme,
  },
  {
    id: "shortcuts",
    name: "Show all actions and their keys",
    group: "Page",
    keys: ["?"],
    isEnabled: always,
    run: ({ screen }) => screen.setState({ dialog: "shortcuts" }),
  },
];

const BY_ID = new Map(ACTIONS.map((action) => [action.id, action]));

export function actionOf(id: ActionId): Action {
  return BY_ID.get(id) as Action;
}

/** As the button beside the field does it. */
function openPicker(label: string): void {
  const field = document.querySelector(`input[type="file"][aria-label="${label}"]`);
  (field?.previousElementSibling as HTMLElement | null)?.click();
}

function moveThreshold({ t, distribution, setThreshold }: Session, key: string): void {
  const next = thresholdAfterKey(key, t, maxThreshold(distribution));
  if (next !== null) setThreshold(next);
}

/** Focuses an element that a change has just brought on screen. */
function whenShown(find: () => HTMLElement | null): void {
  requestAnimationFrame(() => find()?.focus());
}

async function copyLink({ session, screen }: ActedOn): Promise<void> {
  try {
    await navigator.clipboard.writeText(shareAddress(session.getState()));
    screen.setState({ linkIsCopied: true });
    setTimeout(() => screen.setState({ linkIsCopied: false }), TOLD);
  } catch {
    screen.setState({ dialog: "share" });
  }
}
