import { BalanceChart } from "headtail/chart";
import { createRoot } from "react-dom/client";

const METADATA = ["a", "of", "photo", "dog", "cat", "zebra", "red", "quince"];
/** Of n captions one in 4^k holds the entry with number k. */
const CAPTIONS = Array.from({ length: 20_000 }, (_, i) =>
  METADATA.filter((_, k) => i % 3 ** k === 0).join(" "),
);

createRoot(document.getElementById("chart") as HTMLElement).render(
  <BalanceChart
    captions={CAPTIONS}
    metadata={METADATA}
    threshold={300}
    onThreshold={({ t, captionsKept }) => {
      const kept = document.getElementById("kept") as HTMLElement;
      kept.textContent = `At ${t}: ${captionsKept}`;
    }}
  />,
);
