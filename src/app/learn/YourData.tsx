import { useId, useState } from "react";
import { keptAt } from "../../core/balancing/keptAt.ts";
import type { Pool } from "../../engine/types.ts";
import { commandRecipe } from "../../formats/recipe/commandRecipe.ts";
import { pythonRecipe } from "../../formats/recipe/pythonRecipe.ts";
import { sqlRecipe } from "../../formats/recipe/sqlRecipe.ts";
import { filterRules } from "../../formats/records/filterRules.ts";
import { ActionButton } from "../actions/ActionButton.tsx";
import { OpenButton } from "../data/OpenButton.tsx";
import { Button } from "../parts/Button.tsx";
import { plural } from "../parts/format.ts";
import { Tabs } from "../parts/Tabs.tsx";
import { usePool, useSession } from "../session/session.ts";
import styles from "./Lesson.module.css";
import own from "./YourData.module.css";

/** The list that comes with Headtail, beside the page. */
const DEFAULT_METADATA = "metadata.json";

/** Lesson 6: the same on one's own captions, here and on the command line. */
export function YourData() {
  const pool = useSession((session) => session.pool);
  const kept = useSession(({ pool, t }) => (pool ? keptAt(pool.kept, t).captions : 0));
  return (
    <>
      <p>
        All of this works on captions of your own: JSONL, CSV, Parquet, webdataset archives and
        more. They are read on this machine and never leave it.
      </p>
      <div className={styles.choices}>
        <OpenButton>Open captions…</OpenButton>
        <ActionButton action="export" look="outline">
          Export {plural(kept, "caption")}…
        </ActionButton>
      </div>
      <p>
        An export holds the captions that stay, and a small file that says how they were chosen.
        Whoever has both and your data can do it again.
      </p>
      <p>
        Too large for a browser? The command line does the same on files of any size. With the same
        metadata, counts, t and seed it keeps the same captions, byte for byte. These commands have
        what is set on this page:
      </p>
      {pool && <Recipes />}
      <p>If you keep three things from these pages:</p>
      <ol className={own.summary}>
        <li>A caption is the set of entries that stand in it.</li>
        <li>
          Rare entries keep all their captions, since each one teaches something new. Common ones
          are thinned to about t on their own account, since one more of them teaches little.
        </li>
        <li>One number says where rare ends: t for one pool, the tail share p for all of them.</li>
      </ol>
    </>
  );
}

type RecipeKind = "commands" | "python" | "sql";

function Recipes() {
  const pool = usePool();
  const { metadata, files, source, isDemo } = pool;
  const t = useSession((session) => session.t);
  const seed = useSession((session) => session.settings.seed);
  const [kind, setKind] = useState<RecipeKind>("commands");
  const [said, setSaid] = useState("");
  const recipeId = useId();
  const recipe = recipeOf(kind, pool, t, seed);

  async function copy() {
    try {
      await navigator.clipboard.writeText(recipe);
      setSaid("Copied.");
    } catch {
      setSaid("The browser did not allow that. Select the lines and copy them.");
    }
  }

  return (
    <div className={styles.box}>
      <Tabs
        label="The same recipe elsewhere"
        tabs={RECIPES}
        selected={kind}
        controls={recipeId}
        onSelect={(next) => {
          setKind(next);
          setSaid("");
        }}
      />
      <section
        id={recipeId}
        className={own.scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: long commands are scrolled by keyboard
        tabIndex={0}
        aria-label="Recipe"
      >
        <pre className={own.commands}>{recipe}</pre>
      </section>
      <div className={styles.choices}>
        <Button onClick={copy}>Copy</Button>
        <span role="status" className={styles.note}>
          {said}
        </span>
      </div>
      {(metadata.isDefault || isDemo) && (
        <p className={styles.note}>
          Files that come with Headtail:{" "}
          {metadata.isDefault && (
            <a href={`data/${DEFAULT_METADATA}`} download>
              {DEFAULT_METADATA}
            </a>
          )}
          {metadata.isDefault && isDemo && ", "}
          {isDemo && (
            <a href="data/demo.jsonl" download>
              demo.jsonl
            </a>
          )}
        </p>
      )}
      {files.some(({ origin }) => origin && origin.mapping.captions.length > 1) && (
        <p className={styles.note}>
          Of several columns with captions, the commands read one; export the captions as JSONL to
          go on with all of them.
        </p>
      )}
      {files.some(({ sample }) => sample) && (
        <p className={styles.note}>
          Only a part of the files was taken here; the commands read all of them, so their counts
          will be larger.
        </p>
      )}
      {source && (
        <p className={styles.note}>
          These captions are a balanced subset. Run the commands on its source to get the same
          again.
        </p>
      )}
    </div>
  );
}

const RECIPES = [
  { name: "commands", title: "Command line" },
  { name: "python", title: "Python" },
  { name: "sql", title: "SQL" },
] as const;

function recipeOf(kind: RecipeKind, pool: Pool, t: number, seed: number): string {
  const { metadata, files, filters } = pool;
  const list = metadata.isDefault ? DEFAULT_METADATA : metadata.name;
  if (kind === "sql") return sqlRecipe({ table: "captions", t, seed });
  if (kind === "python") {
    if (files.some(({ origin }) => origin !== undefined)) return NO_PYTHON;
    return pythonRecipe({ metadata: list, counts: "counts.json", files, t, seed });
  }
  const [{ captionField, origin, name }] = files;
  const isOne = files.every((file) => file.captionField === captionField);
  const uid = origin?.mapping.uid ?? null;
  const ending = /\.[^.]+$/.exec(name.replace(/\.(?:gz|zst)$/i, ""))?.[0] ?? "";
  return commandRecipe({
    metadata: list,
    files: files.map((file) => file.name),
    field: isOne ? captionField : null,
    options: [
      ...(uid === null ? [] : [`--uid=${uid}`]),
      ...filterRules(filters).map(({ argument }) => argument),
    ],
    subset: origin === undefined ? "balanced.jsonl" : `balanced${ending}`,
    t,
    seed,
  });
}

const NO_PYTHON = `# The script reads lines of JSON. Export these captions as JSONL with all of them
# kept (the largest t), and open that file here to get a script for it.
`;
