import { type RefObject, useEffect, useRef, useState } from "react";
import styles from "./ThumbnailFrame.module.css";

interface ThumbnailFrameProps {
  /** What the thumbnails stand in; the frame lies over its left edge. */
  readonly list: RefObject<HTMLElement | null>;
  /** By position of their captions in the pool. */
  readonly images: readonly { readonly index: number; readonly url: string }[];
  readonly onFailed: (images: number) => void;
}

/** Chromium's frames without cookies or storage of the hosts they fetch from. */
const CREDENTIALLESS = { credentialless: true };

/**
 * Images of other hosts. This page's policy lets nothing be fetched but from its own origin, so they
 * stand in a frame of an origin of its own, which may fetch images and nothing else; see
 * public/thumbnails.html.
 */
export function ThumbnailFrame({ list, images, onFailed }: ThumbnailFrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [isReady, setIsReady] = useState(false);

  useEffect(() => {
    const onMessage = ({ source, data }: MessageEvent) => {
      if (source !== frame.current?.contentWindow) return;
      if (data?.isReady === true) setIsReady(true);
      if (typeof data?.failed === "number") onFailed(data.failed);
    };
    addEventListener("message", onMessage);
    return () => removeEventListener("message", onMessage);
  }, [onFailed]);

  useEffect(() => {
    const element = list.current;
    if (!isReady || element === null) return;
    const send = () => {
      const places = images.flatMap(({ index, url }) => {
        const caption = element.querySelector(`[data-caption="${index}"]`)?.closest("article");
        return caption ? [{ index, url, top: caption.offsetTop }] : [];
      });
      frame.current?.contentWindow?.postMessage({ places }, "*");
    };
    const observer = new ResizeObserver(send);
    observer.observe(element);
    send();
    return () => observer.disconnect();
  }, [list, images, isReady]);

  return (
    <iframe
      ref={frame}
      className={styles.frame}
      src="./thumbnails.html"
      title="Thumbnails"
      sandbox="allow-scripts"
      referrerPolicy="no-referrer"
      tabIndex={-1}
      aria-hidden="true"
      {...CREDENTIALLESS}
    />
  );
}
