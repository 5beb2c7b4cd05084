import { type RefObject, useLayoutEffect, useRef, useState } from "react";
import { useIsPrinting } from "../parts/useIsPrinting.ts";

/** In CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A chart on paper: as wide as A4 between its margins, whatever the screen. */
const PRINTED: Size = { width: 688, height: 290 };

/** The size of an element, null until it is laid out; whole pixels, so that it seldom changes. */
export function useSize<T extends HTMLElement>(): [RefObject<T | null>, Size | null] {
  const ref = useRef<T>(null);
  const [size, setSize] = useState<Size | null>(null);
  const isPrinting = useIsPrinting();
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width === 0 || height === 0) return;
      setSize((before) =>
        before?.width === width && before.height === height ? before : { width, height },
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, isPrinting ? PRINTED : size];
}
