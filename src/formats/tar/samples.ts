/** What the name of a member tells, as webdataset reads it. */
export interface SampleMember {
  /** The name up to the first dot of its last part: members of one sample have the same. */
  readonly key: string;
  readonly kind: "json" | "txt" | "image" | "other";
}

/** A member, and whether it begins a sample. */
export interface GroupedMember extends SampleMember {
  readonly isFirst: boolean;
}

const IMAGE = /(?:^|\.)(?:avif|bmp|gif|heic|jfif|jp2|jpe?g|jxl|png|tiff?|webp)$/;

/** What the name of a file tells; null where it has no key: nothing before a dot, or no dot. */
export function sampleMember(name: string): SampleMember | null {
  const base = name.lastIndexOf("/") + 1;
  const dot = name.indexOf(".", base);
  if (dot <= base) return null;
  const extension = name.slice(dot + 1).toLowerCase();
  const isText = extension === "json" || extension === "txt";
  return {
    key: name.slice(0, dot),
    kind: isText ? extension : IMAGE.test(extension) ? "image" : "other",
  };
}

/**
 * Tells which files of an archive make a sample: those with the same key that follow each other. A
 * key that comes back later begins another sample, and so does a second .json or .txt.
 *
 * @returns takes the names of files in their order; gives null where one belongs to no sample
 */
export function sampleGrouper(): (name: string) => GroupedMember | null {
  let key: string | null = null;
  let texts: string[] = [];
  return (name) => {
    const member = sampleMember(name);
    if (member === null) return null;
    const isFirst = member.key !== key || texts.includes(member.kind);
    if (isFirst) {
      key = member.key;
      texts = [];
    }
    if (member.kind === "json" || member.kind === "txt") texts.push(member.kind);
    return { ...member, isFirst };
  };
}

/** Whether a name leads out of the folder an archive is unpacked in. */
export function isUnsafe(name: string): boolean {
  return /^(?:[a-z]:)?[/\\]/i.test(name) || name.split(/[/\\]/).includes("..");
}
