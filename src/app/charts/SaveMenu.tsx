import { type RefObject, useState } from "react";
import { useSentence } from "../balance/Sentence.tsx";
import { Button } from "../parts/Button.tsx";
import { Popover } from "../parts/Popover.tsx";
import { download } from "../session/destination.ts";
import { useSession } from "../session/session.ts";
import { type FigureText, figureOf, pngOf } from "./figure.ts";

/** Pixels of a PNG for each CSS pixel. */
const PNG_SCALE = 2;

interface SaveMenuProps {
  /** Holds the chart that is saved. */
  readonly chart: RefObject<HTMLElement | null>;
  /** What is written around it, besides the live sentence. */
  readonly text: FigureText;
}

/** Saves the chart as a picture, in the colours of the light theme. */
export function SaveMenu({ chart, text }: SaveMenuProps) {
  return (
    <Popover label="The chart as a picture" button={{ look: "plain", children: "Picture…" }}>
      {(close) => <SaveButtons chart={chart} text={text} close={close} />}
    </Popover>
  );
}

function SaveButtons({ chart, text, close }: SaveMenuProps & { readonly close: () => void }) {
  const sentence = useSentence();
  const view = useSession((session) => session.settings.view);
  const t = useSession((session) => session.t);
  const seed = useSession((session) => session.settings.seed);
  const [problem, setProblem] = useState<string | null>(null);

  async function save(kind: "svg" | "png") {
    const picture = chart.current?.querySelector("svg");
    if (!picture) return;
    const caption = `${sentence.map((part) => part.text).join("")} ${text.caption}`;
    try {
      const figure = figureOf(picture, { ...text, caption });
      const content =
        kind === "svg"
          ? new Blob([figure.svg], { type: "image/svg+xml" })
          : await pngOf(figure, PNG_SCALE);
      download(`headtail-${view}-t${t}-seed${seed}.${kind}`, content);
      close();
    } catch (error) {
      setProblem((error as Error).message);
    }
  }

  return (
    <>
      <Button onClick={() => save("svg")}>Save as SVG</Button>
      <Button onClick={() => save("png")}>Save as PNG</Button>
      {problem && <p role="alert">{problem}</p>}
    </>
  );
}
