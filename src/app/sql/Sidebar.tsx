import { SQL_TABLES } from "../../engine/duckdb/schema.ts";
import { EXAMPLES } from "./examples.ts";
import styles from "./Sidebar.module.css";

interface SidebarProps {
  readonly onInsert: (name: string) => void;
  readonly onExample: (statement: string) => void;
}

/** Statements to start from, and the tables with their columns to pick names from. */
export function Sidebar({ onInsert, onExample }: SidebarProps) {
  return (
    <div className={styles.sidebar}>
      <details open>
        <summary className={styles.title}>Examples</summary>
        <ul>
          {EXAMPLES.map(({ title, statement }) => (
            <li key={title}>
              <button type="button" className={styles.item} onClick={() => onExample(statement)}>
                {title}
              </button>
            </li>
          ))}
        </ul>
      </details>
      {SQL_TABLES.map(({ name, about, columns }) => (
        <details key={name}>
          <summary className={styles.title}>
            <span className={styles.name}>{name}</span>{" "}
            <span className={styles.about}>{about}</span>
          </summary>
          <ul>
            {columns.map((column) => (
              <li key={column.name}>
                <button
                  type="button"
                  className={styles.item}
                  aria-label={`Insert ${column.name}`}
                  onClick={() => onInsert(column.name)}
                >
                  <span className={styles.name}>{column.name}</span>{" "}
                  <span className={styles.type}>{column.type.toLowerCase()}</span>
                  <span className={styles.about}>{column.about}</span>
                </button>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </div>
  );
}
