import { VERSION } from "../../version.ts";
import { plural } from "../parts/format.ts";
import { useSession } from "../session/session.ts";
import styles from "./StatusBar.module.css";

export function StatusBar() {
  const metadata = useSession((session) => session.pool?.metadata);
  const hosts = useSession((session) => session.thumbnailHosts) ?? [];
  return (
    <footer className={styles.status}>
      <span>
        {hosts.length === 0
          ? "Nothing leaves this tab."
          : `Thumbnails are fetched from ${plural(hosts.length, "host")}; nothing else leaves this tab.`}
      </span>
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
