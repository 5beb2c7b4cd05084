import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, configure, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach } from "vitest";
import { App } from "../../src/app/App.tsx";
import { createQueryClient } from "../../src/app/queries/queryClient.ts";
import { createSession, SessionContext } from "../../src/app/session/session.ts";
import { createFakeEngine } from "./fakeEngine.ts";

// What jsdom lacks: layout, dialogs, observers, pointers, media queries (the page is as wide as it gets).
Object.assign(document.defaultView as Window, { PointerEvent: class extends MouseEvent {} });
Object.assign(globalThis, {
  ResizeObserver: class {
    observe() {}
    unobserve() {}
    disconnect() {}
  },
  matchMedia: () => ({
    matches: false,
    addEventListener: () => {},
    removeEventListener: () => {},
  }),
});
for (const [name, size] of [
  ["clientHeight", 400],
  ["clientWidth", 800],
] as const) {
  Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => size });
}
HTMLElement.prototype.getBoundingClientRect = () => new DOMRect(0, 0, 800, 400);
HTMLElement.prototype.scrollTo = () => {};
HTMLDialogElement.prototype.showModal = function () {
  this.open = true;
};

afterEach(cleanup);
// Panels are loaded when they are first chosen.
configure({ asyncUtilTimeout: 10_000 });

/** The whole page over a fake engine, its demo pool loaded. */
export async function openPage(engine = createFakeEngine()) {
  const store = createSession(engine);
  const user = userEvent.setup();
  render(
    <QueryClientProvider client={createQueryClient()}>
      <SessionContext value={{ store, engine }}>
        <App />
      </SessionContext>
    </QueryClientProvider>,
  );
  await store.getState().start();
  await screen.findByRole("tablist", { name: "Panels" });
  return { engine, store, user };
}

/** The figure of a tile, by the name that stands on it. */
export function tile(name: string): string {
  const term = screen.getAllByRole("term").find((each) => each.textContent === name);
  return term?.nextElementSibling?.textContent ?? "";
}

/** Picks files as if through the browser's file dialog. */
export async function pick(user: ReturnType<typeof userEvent.setup>, ...names: string[]) {
  const files = names.map((name) => new File(['{"text":"a dog"}\n'], name));
  await user.upload(screen.getAllByLabelText("Files to open")[0], files);
}
