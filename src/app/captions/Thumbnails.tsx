import { useEffect } from "react";
import { Button } from "../parts/Button.tsx";
import { formatCount, plural } from "../parts/format.ts";
import { useSession } from "../session/session.ts";
import styles from "./Thumbnails.module.css";

interface ThumbnailsProps {
  /** Of each image on screen that is fetched. */
  readonly hosts: readonly string[];
  /** Images on screen that are files the user opened. */
  readonly local: number;
  /** Images that could not be fetched. */
  readonly failed: number;
}

/** Turns thumbnails on and off, and says what is sent to whom. */
export function Thumbnails({ hosts, local, failed }: ThumbnailsProps) {
  const told = useSession((session) => session.thumbnailHosts);
  const showThumbnails = useSession((session) => session.showThumbnails);
  const hideThumbnails = useSession((session) => session.hideThumbnails);
  const named = hosts.filter((host, i) => hosts.indexOf(host) === i);
  const isOn = told !== null;
  const isNew = isOn && named.some((host) => !told.includes(host));
  useEffect(() => {
    if (isNew) showThumbnails(named);
  });

  if (isOn) {
    return (
      <p className={styles.on}>
        {told.length > 0 ? `Thumbnails from ${namesOf(told)}.` : "Thumbnails of files you opened."}{" "}
        {failed > 0 &&
          `${plural(failed, "image")} did not come: gone, or the host does not let other pages show ${failed === 1 ? "it" : "them"}. `}
        <Button look="plain" onClick={hideThumbnails}>
          Turn off
        </Button>
      </p>
    );
  }
  if (hosts.length === 0 && local === 0) return null;
  return (
    <details className={styles.off}>
      <summary>Thumbnails</summary>
      {hosts.length > 0 && (
        <p>
          Off. Turned on, your browser fetches the images of the captions you look at: here from{" "}
          {namesOf(named)}. {named.length === 1 ? "This host learns" : "These hosts learn"} your
          network address and which images you look at; no cookies and no referrer are sent.
          Captions that you look at later may name other hosts. It ends when other data is loaded,
          and is not remembered.
        </p>
      )}
      {local > 0 && (
        <p>
          {plural(local, "image")} here {local === 1 ? "is a file" : "are files"} you opened:
          showing {local === 1 ? "it" : "them"} sends nothing.
        </p>
      )}
      <Button onClick={() => showThumbnails(named)}>Show thumbnails</Button>
    </details>
  );
}

const NAMED = 3;

function namesOf(hosts: readonly string[]): string {
  const more = hosts.length - NAMED;
  const names = hosts.slice(0, NAMED).join(", ");
  return more > 0 ? `${names} and ${formatCount(more)} more` : names;
}
