import { Button } from "../parts/Button.tsx";
import { Dialog } from "../parts/Dialog.tsx";
import { GROUPS } from "./action.ts";
import { ACTIONS } from "./actions.ts";
import { Keys } from "./Keys.tsx";
import styles from "./ShortcutsDialog.module.css";
import { singleKeys } from "./singleKeys.ts";

/** All actions by group, with the keys that do them. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  const areOn = singleKeys.use() === "on";
  return (
    <Dialog title="Actions and their keys" isWide onClose={onClose}>
      <label className={styles.option}>
        <input
          type="checkbox"
          checked={areOn}
          onChange={() => singleKeys.choose(areOn ? "off" : "on")}
        />
        Keys without Ctrl or Cmd do something, while no text is typed
      </label>
      <div className={styles.groups}>
        {GROUPS.map((group) => (
          <section key={group} className={styles.group}>
            <h3 className={styles.title}>{group}</h3>
            <dl>
              {ACTIONS.filter((action) => action.group === group).map(({ id, name, keys }) => (
                <div key={id} className={styles.action}>
                  <dt>{name}</dt>
                  <dd className={styles.keys}>{keys.length > 0 ? <Keys keys={keys} /> : "–"}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className={styles.rules}>
        <kbd>Esc</kbd> closes what lies on top: a dialog, a menu, Data. In a number field it takes
        back what was typed. On the slider, arrow keys move t by 2%, Page Up and Page Down by half,
        Home and End to its ends.
      </p>
      <div className={styles.foot}>
        <Button onClick={onClose}>Close</Button>
      </div>
    </Dialog>
  );
}
