import type { Page } from "playwright-core";
import { CAPTION_KINDS, LESSONS, PANELS, VIEWS } from "../src/app/session/settings.ts";

/** A state of the page to look at, and to check. */
export interface Screen {
  readonly name: string;
  /** Settings, as the address has them behind "#". */
  readonly address: string;
  /** Largest width in CSS pixels at which it can be seen; any where it is left out. */
  readonly upTo?: number;
  /** What is done on it. */
  readonly act?: (page: Page) => Promise<void>;
  /** Undoes what Escape does not. */
  readonly leave?: (page: Page) => Promise<void>;
}

const press = (name: string | RegExp) => (page: Page) =>
  page.getByRole("button", { name }).first().click();

async function followLink(page: Page): Promise<void> {
  const url = new URL(page.url());
  url.search = "?load=data/demo.jsonl&load=https://example.org/captions.jsonl";
  await page.goto(url.href);
  await page.getByRole("dialog").waitFor();
}

/** A table whose columns do not tell which holds the captions. */
async function chooseTable(page: Page): Promise<void> {
  const rows = [
    "before,after",
    "a dog runs on the beach,a wet dog sleeps",
    "two cats,no cat at all",
  ];
  const file = { name: "pairs.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\n")) };
  await page.locator("header").getByLabel("Files to open").setInputFiles(file);
  await page.getByRole("dialog").waitFor();
}

/** Data is in a drawer where there is no room for it. */
async function openFilters(page: Page): Promise<void> {
  const drawer = page.getByRole("button", { name: "Data", exact: true });
  if (await drawer.isVisible()) await drawer.click();
  await page.getByRole("button", { name: "Filter before counting…" }).click();
  await page.getByLabel("Condition on columns").fill("similarity >= 0.28 an");
}

async function closeDrawer(page: Page): Promise<void> {
  const close = page.getByRole("button", { name: "Close", exact: true });
  if (await close.isVisible()) await close.click();
}

/** Every panel, view, lesson and dialog. */
export const SCREENS: readonly Screen[] = [
  ...VIEWS.map((view) => ({ name: `view-${view}`, address: `view=${view}` })),
  ...PANELS.map((panel) => ({ name: `panel-${panel}`, address: `panel=${panel}` })),
  ...CAPTION_KINDS.map((kind) => ({ name: `captions-${kind}`, address: `captions=${kind}` })),
  { name: "compare-pinned", address: "panel=compare&pinned=t20" },
  { name: "why", address: "", act: press(/chance/) },
  ...Array.from({ length: LESSONS }, (_, i) => ({
    name: `lesson-${i + 1}`,
    address: `lesson=${i + 1}`,
  })),
  { name: "panel-enlarged", address: "", act: press("Enlarge"), leave: press("Shrink") },
  { name: "data", address: "", upTo: 1100, act: press("Data") },
  { name: "more", address: "", upTo: 900, act: press("More") },
  { name: "export", address: "", act: press(/^Export/) },
  { name: "filters", address: "", act: openFilters, leave: closeDrawer },
  { name: "columns", address: "", act: chooseTable, leave: press("Dismiss") },
  { name: "actions", address: "", act: (page) => page.keyboard.press("?") },
  { name: "web", address: "", act: (page) => page.keyboard.press("Shift+O") },
  { name: "link", address: "", act: followLink },
];

export const SIZES = [
  { width: 1440, height: 900 },
  { width: 800, height: 900 },
  { width: 360, height: 740 },
] as const;

export const THEMES = ["light", "dark"] as const;

/** Waits until the page says all it has to say of the demo pool. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole("row").nth(3).waitFor();
  await page.getByText(/expected [\d,]+ ±/).waitFor();
}

/** Shows all screens that this width has, one after the other, on one page that has settled. */
export async function showAll(
  page: Page,
  width: number,
  look: (screen: Screen) => Promise<void>,
): Promise<void> {
  for (const screen of SCREENS.filter(({ upTo }) => upTo === undefined || width <= upTo)) {
    await page.evaluate((address) => {
      location.hash = address;
    }, screen.address);
    await screen.act?.(page);
    await page.waitForTimeout(PATIENCE);
    await page.locator("[data-loading]").waitFor({ state: "detached" });
    await look(screen);
    await page.keyboard.press("Escape");
    await screen.leave?.(page);
  }
}

/** Milliseconds in which a part of the page is loaded and drawn. */
const PATIENCE = 300;
