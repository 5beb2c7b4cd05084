import { useKeeping } from "./keeping.ts";

/** Whether a reload brings the page back. */
export function KeptStatus() {
  const state = useKeeping((keeping) => keeping.state);
  const sentence = useKeeping((keeping) => keeping.sentence);
  if (state === "nothing") return null;
  return (
    <span role="status" data-kept={state}>
      {sentence}
    </span>
  );
}
