import { useEffect, useRef, useState } from "react";
import styles from "./CaptionList.module.css";

/** Pixels, for screens with two to a point. */
const SIZE = 112;

/** An image file that was opened, drawn small. */
export function LocalThumbnail({ file }: { readonly file: File }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isBroken, setIsBroken] = useState(false);
  useEffect(() => {
    let isGone = false;
    setIsBroken(false);
    void createImageBitmap(file).then(
      (image) => {
        const context = isGone ? null : canvas.current?.getContext("2d");
        const side = Math.min(image.width, image.height);
        const [left, top] = [(image.width - side) / 2, (image.height - side) / 2];
        context?.drawImage(image, left, top, side, side, 0, 0, SIZE, SIZE);
        image.close();
      },
      () => {
        if (!isGone) setIsBroken(true);
      },
    );
    return () => {
      isGone = true;
    };
  }, [file]);
  return (
    <span className={styles.thumbnail} aria-hidden="true">
      {isBroken ? (
        "no image"
      ) : (
        <canvas ref={canvas} className={styles.picture} width={SIZE} height={SIZE} />
      )}
    </span>
  );
}
