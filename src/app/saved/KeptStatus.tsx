import { useKeeping } from "./keeping.ts";

const SAYS = {
  nothing: "",
  writing: "Keeping this for a reload…",
  kept: "A reload brings this back.",
  "kept-without-texts": "A reload brings this back, but not the texts.",
  failed: "Not kept for a reload.",
} as const;

/** Whether a reload brings the page back. */
export function KeptStatus() {
  const state = useKeeping((keeping) => keeping.state);
  return (
    <span role="status" data-kept={state}>
      {SAYS[state]}
    </span>
  );
}
