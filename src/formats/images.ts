/** What a record tells of the image that its caption belongs to. */
export interface RecordImage {
  /** Where it can be fetched, by http or https; null where the record does not say. */
  readonly url: string | null;
  /** Name of its file, with the folders before it; null where the record does not say. */
  readonly file: string | null;
}

/** Fields that can hold an image's address or its file, in any case, the preferred ones first. */
const FIELDS = [
  "image_url",
  "img_url",
  "url",
  "file_name",
  "filename",
  "filepath",
  "image_path",
  "image",
  "img",
  "photo",
  "thumbnail",
  "src",
];

const ADDRESS = /^https?:\/\/[^\s"'<>\\]{1,2000}$/i;
const FILE = /^[^\n\r<>"|?*]{1,500}\.(?:avif|bmp|gif|jpe?g|png|webp)$/i;

/** The image of a record, or null where no field of a usual name holds one. */
export function imageOf(record: Readonly<Record<string, unknown>>): RecordImage | null {
  const byName = new Map(
    Object.entries(record).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const texts = FIELDS.map((name) => byName.get(name)).filter((value) => typeof value === "string");
  const url = texts.find((text) => ADDRESS.test(text)) ?? null;
  const file = texts.find((text) => !text.includes("://") && FILE.test(text)) ?? null;
  return url === null && file === null ? null : { url, file };
}
