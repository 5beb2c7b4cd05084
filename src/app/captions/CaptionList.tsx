import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import type { PreviewCaption, PreviewPage } from "../../engine/types.ts";
import { openedIndex, useSession } from "../session/session.ts";
import { Caption } from "./Caption.tsx";
import styles from "./CaptionList.module.css";
import { LocalThumbnail } from "./LocalThumbnail.tsx";
import { imageFileOf, remoteImageOf } from "./recordImages.ts";
import { ThumbnailFrame } from "./ThumbnailFrame.tsx";
import { Thumbnails } from "./Thumbnails.tsx";

interface CaptionListProps {
  readonly pages: readonly (PreviewPage & { readonly t: number })[];
}

/** Captions, one of which can be open. Arrow keys go from one to the next, Enter opens, Escape closes. */
export function CaptionList({ pages }: CaptionListProps) {
  const images = useSession((session) => session.images);
  const showsThumbnails = useSession((session) => session.thumbnailHosts !== null);
  const opened = useSession(openedIndex);
  const openCaption = useSession((session) => session.openCaption);
  const [reached, setReached] = useState<number | null>(null);
  const [failed, setFailed] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const captions = useMemo(() => pages.flatMap((page) => page.captions), [pages]);
  const first = captions.some(({ index }) => index === reached) ? reached : captions[0]?.index;
  const remote = useMemo(
    () =>
      captions.flatMap((caption) => {
        const url = imageFileOf(caption, images) === null ? remoteImageOf(caption) : null;
        return url === null ? [] : [{ index: caption.index, url: url.href, host: url.host }];
      }),
    [captions, images],
  );
  const local = captions.filter((caption) => imageFileOf(caption, images) !== null).length;

  function thumbnailOf(caption: PreviewCaption) {
    if (!showsThumbnails) return null;
    const file = imageFileOf(caption, images);
    if (file !== null) return <LocalThumbnail file={file} />;
    return remoteImageOf(caption) && <span className={styles.thumbnail} aria-hidden="true" />;
  }

  return (
    <>
      <Thumbnails hosts={remote.map(({ host }) => host)} local={local} failed={failed} />
      <div className={styles.captions} ref={list}>
        <ul className={styles.list} onKeyDown={moveFocus}>
          {pages.flatMap((page) =>
            page.captions.map((caption) => (
              <li key={caption.index}>
                <Caption
                  caption={caption}
                  t={page.t}
                  isOpen={opened === caption.index}
                  onToggle={(isOpen) => openCaption(isOpen ? caption.index : null)}
                  isReached={caption.index === first}
                  onReach={() => setReached(caption.index)}
                  thumbnail={thumbnailOf(caption)}
                />
              </li>
            )),
          )}
        </ul>
        {showsThumbnails && remote.length > 0 && (
          <ThumbnailFrame list={list} images={remote} onFailed={setFailed} />
        )}
      </div>
    </>
  );
}

function moveFocus(event: KeyboardEvent<HTMLUListElement>): void {
  const captions = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-caption]")];
  const at = captions.indexOf(event.target as HTMLElement);
  if (at === -1) return;
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: captions.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  captions[next]?.focus();
}
