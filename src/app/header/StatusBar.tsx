import { VERSION } from "../../version.ts";
import { KeptStatus } from "../saved/KeptStatus.tsx";
import { useSession } from "../session/session.ts";
import styles from "./StatusBar.module.css";

export function StatusBar() {
  const metadata = useSession((session) => session.pool?.metadata);
  return (
    <footer className={styles.status}>
      <span>Nothing leaves this tab.</span>
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
