import { useSyncExternalStore } from "react";

/** Whether Headtail starts without a network, and whether a newer build of it waits. */
export type Offline = "no" | "ready" | "newer";

let state: Offline = "no";
let waiting: ServiceWorker | null = null;
const listeners = new Set<() => void>();

function setState(next: Offline): void {
  state = next;
  for (const listener of listeners) listener();
}

/** Keeps this build in the browser; called when the page has nothing more urgent to load. */
export async function keepOffline(): Promise<void> {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.register("./sw.js");
  const onNewer = (worker: ServiceWorker) => {
    waiting = worker;
    setState("newer");
  };
  if (registration.waiting) onNewer(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker?.addEventListener("statechange", () => {
      if (worker.state === "installed" && registration.active) onNewer(worker);
    });
  });
  await navigator.serviceWorker.ready;
  if (state === "no") setState("ready");
}

/** Loads the page anew with the build that waits. */
export function startNewerBuild(): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
  waiting?.postMessage("use this build");
}

export function useOffline(): Offline {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}
