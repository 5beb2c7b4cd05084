import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createEngine } from "../engine/engine.ts";
import { App } from "./App.tsx";
import { keepOffline } from "./offline/offline.ts";
import { createQueryClient } from "./queries/queryClient.ts";
import { browserSessions, createKeeping, KeepingContext } from "./saved/keeping.ts";
import { readTab } from "./saved/tab.ts";
import { followAddress, linkedFilesOf } from "./session/address.ts";
import { createSession, SessionContext } from "./session/session.ts";
import { settingsOnArrival } from "./session/settings.ts";
import "./theme.css";

/** Milliseconds after the first pool is shown: all that the first screen needs is loaded then. */
const AT_REST = 4000;

const engine = createEngine();
engine.getReady();
const kept = readTab()?.settings ?? null;
const store = createSession(
  engine,
  settingsOnArrival(location.hash, kept),
  linkedFilesOf(location.search),
);
const keeping = createKeeping(store, engine, browserSessions());
followAddress(store);
keeping.start();

const stopWaiting = store.subscribe(({ pool }) => {
  if (pool === null) return;
  stopWaiting();
  setTimeout(keepOffline, AT_REST);
});

createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={createQueryClient()}>
      <SessionContext value={{ store, engine }}>
        <KeepingContext value={keeping}>
          <App />
        </KeepingContext>
      </SessionContext>
    </QueryClientProvider>
  </StrictMode>,
);
