import { lengthGroups } from "../charts/lengthGroups.ts";
import { useRules } from "../queries/useVariant.ts";
import { useSession } from "../session/session.ts";
import { KeptBars } from "./KeptBars.tsx";

/** Share kept by number of matches, by the rule looked at. */
export function MatchBars() {
  const variant = useSession((session) => session.settings.variant);
  const entries = useSession((session) => session.pool?.metadata.entries ?? 0);
  const captions = useSession((session) => session.settings.captions);
  const change = useSession((session) => session.change);
  const balance = useRules()[variant];
  const groups = balance ? lengthGroups(balance.keptByMatches) : [];
  return (
    <KeptBars
      title="by matches in a caption"
      bars={groups.map(({ matches: name, from, captions: count, kept, ...group }) => {
        const to = group.to ?? entries;
        const isChosen = captions.matches?.from === from && captions.matches.to === to;
        return {
          name,
          captionsName: `Captions with ${name} ${name === "1" ? "match" : "matches"}`,
          captions: count,
          kept,
          isChosen,
          onChoose: () =>
            change({ captions: { ...captions, matches: isChosen ? null : { from, to } } }),
        };
      })}
    >
      {balance === null && <p>…</p>}
    </KeptBars>
  );
}
