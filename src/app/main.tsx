import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createEngine } from "../engine/engine.ts";
import { App } from "./App.tsx";
import { createQueryClient } from "./queries/queryClient.ts";
import { followAddress } from "./session/address.ts";
import { createSession, SessionContext } from "./session/session.ts";
import { parseAddress } from "./session/settings.ts";
import "./theme.css";

const engine = createEngine();
const store = createSession(engine, parseAddress(location.hash));
followAddress(store);
store.getState().start();

createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={createQueryClient()}>
      <SessionContext value={{ store, engine }}>
        <App />
      </SessionContext>
    </QueryClientProvider>
  </StrictMode>,
);
