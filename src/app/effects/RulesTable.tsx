import { type ReactNode, useId } from "react";
import type { Balance } from "../../core/balancing/balance.ts";
import { summarizeHead } from "../../core/balancing/fromCap.ts";
import type { CapReport } from "../../engine/types.ts";
import { formatCount, formatShare, plural } from "../parts/format.ts";
import { Section } from "../parts/Section.tsx";
import { useRules, useVariant } from "../queries/useVariant.ts";
import { useSession } from "../session/session.ts";
import type { Variant } from "../session/settings.ts";
import styles from "./RulesTable.module.css";

const RULES: readonly { readonly name: Variant; readonly title: string }[] = [
  { name: "published", title: "Published rule" },
  { name: "capped-balanced", title: "Cap on balanced counts" },
  { name: "one-entry", title: "One random entry per caption" },
];

/** The published rule and two variants side by side; the panel shows the one that is looked at. */
export function RulesTable() {
  const variant = useSession((session) => session.settings.variant);
  const change = useSession((session) => session.change);
  const balances = useRules();
  const group = useId();
  return (
    <Section title="The rule, and two that people ask for">
      <table className={styles.rules}>
        <thead>
          <tr>
            <th scope="col">look at</th>
            <th scope="col">captions kept</th>
            <th scope="col">balanced matches</th>
            <th scope="col">head share</th>
            <th scope="col">largest entry</th>
            <th scope="col">entries over t</th>
          </tr>
        </thead>
        <tbody>
          {RULES.map(({ name, title }) => (
            <tr key={name} data-chosen={name === variant}>
              <th scope="row">
                <label className={styles.rule}>
                  <input
                    type="radio"
                    name={group}
                    checked={name === variant}
                    onChange={() => change({ variant: name })}
                  />
                  <span>
                    {title}
                    {name !== "published" && (
                      <small className={styles.tag}>not the published rule</small>
                    )}
                  </span>
                </label>
              </th>
              <Figures balance={balances[name]} />
            </tr>
          ))}
        </tbody>
      </table>
      <About variant={variant} />
    </Section>
  );
}

function Figures({ balance }: { readonly balance: Balance | null }) {
  const distribution = useSession((session) => session.distribution);
  const t = useSession((session) => session.restedT);
  if (!balance) return [0, 1, 2, 3, 4].map((column) => <td key={column}>…</td>);
  const { captionsKept, balancedMatches, balancedCounts } = balance;
  const head = summarizeHead(distribution, balancedCounts, balance.t);
  const share = balancedMatches === 0 ? 0 : head.headMatches / balancedMatches;
  return [
    formatCount(captionsKept),
    formatCount(balancedMatches),
    formatShare(share),
    formatCount(head.largest),
    formatCount(head.entriesAbove),
  ].map((figure, column) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: columns stand where they stand
    <td key={column} data-old={balance.t !== t}>
      {figure}
    </td>
  ));
}

/** What the rule looked at does. */
function About({ variant }: { readonly variant: Variant }) {
  return (
    <p className={styles.about} aria-live="polite">
      {ABOUT[variant]} {variant === "capped-balanced" && <Reach />} An export always follows the
      published rule.
    </p>
  );
}

const ABOUT: Readonly<Record<Variant, ReactNode>> = {
  published:
    "Each matched entry of a caption draws with min(1, t/c); one that passes keeps it. The variants draw alike, so what they keep is among what this rule keeps.",
  "capped-balanced":
    "The probabilities of head entries are lowered, round after round, until each has about t matches among kept captions. Tail entries keep all their captions, and those bring their head entries along: no head entry gets below that.",
  "one-entry":
    "Each caption picks one of its entries at random and is kept with that entry’s min(1, t/c) alone, so its number of matches no longer counts. Counts stay those of the pool. A tail entry keeps a caption only where it is picked.",
};

function Reach() {
  const { outcome, error } = useVariant("capped-balanced");
  if (error && error.name !== "AbortError") return <>It could not be computed: {error.message}</>;
  if (!outcome?.cap) return <>Searching …</>;
  return <>{reachOf(outcome.cap)}</>;
}

function reachOf({ headEntries, atCap, aboveByTail, aboveByHead, ...cap }: CapReport): string {
  const above = [
    `${formatCount(aboveByTail)} cannot, since captions with tail entries alone give them more`,
    `${formatCount(aboveByHead)} stay above since other head entries need their captions`,
  ];
  const rounds = plural(cap.rounds, "round");
  const settled = cap.isSettled ? `settled after ${rounds}` : `not settled after ${rounds}`;
  return `Of ${plural(headEntries, "head entry", "head entries")}, ${formatCount(atCap)} come within 5% of t; ${above.join("; ")} (${settled}).`;
}
