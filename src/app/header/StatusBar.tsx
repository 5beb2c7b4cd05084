import { columnBytes } from "../../engine/load/estimate.ts";
import { VERSION } from "../../version.ts";
import { startNewerBuild, useOffline } from "../offline/offline.ts";
import { Button } from "../parts/Button.tsx";
import { formatBytes, plural } from "../parts/format.ts";
import { KeptStatus } from "../saved/KeptStatus.tsx";
import { useSession } from "../session/session.ts";
import { engineState } from "./engineState.ts";
import styles from "./StatusBar.module.css";

function OfflineState() {
  const offline = useOffline();
  if (offline === "no") return null;
  if (offline === "ready") return <span>Works offline.</span>;
  return (
    <span role="status">
      A newer Headtail is ready.{" "}
      <Button look="plain" onClick={startNewerBuild}>
        Reload
      </Button>
    </span>
  );
}

export function StatusBar() {
  const state = useSession(engineState);
  const metadata = useSession((session) => session.pool?.metadata);
  const hosts = useSession((session) => session.thumbnailHosts) ?? [];
  return (
    <footer className={styles.status}>
      <span className={styles.state} data-ready={state === "Ready"}>
        {state}
      </span>
      <ColumnMemory />
      <span>
        {hosts.length === 0
          ? "Nothing leaves this tab."
          : `Thumbnails are fetched from ${plural(hosts.length, "host")}; nothing else leaves this tab.`}
      </span>
      <OfflineState />
      <KeptStatus />
      {metadata?.isDefault && (
        <span className={styles.licence}>
          Metadata from WordNet 3.1, © Princeton University (
          <a href="./data/wordnet-licence.txt">licence</a>)
        </span>
      )}
      <span>Headtail {VERSION}</span>
    </footer>
  );
}

/** What the columns of all captions take, as the engine estimates it before a load. */
function ColumnMemory() {
  const captions = useSession((session) => session.pool?.captions);
  const matches = useSession((session) => session.distribution.matches);
  if (captions === undefined) return null;
  return <span>{formatBytes(columnBytes(captions, matches))} in memory</span>;
}
