import { joinBytes } from "../joinBytes.ts";
import type { IsKept, RecordSource, SubsetStream } from "../records/record.ts";
import { BLOCK } from "./header.ts";
import { tarReader } from "./members.ts";
import { sampleGrouper } from "./samples.ts";

/**
 * The archive with the members of the samples that are kept, headers and contents byte for byte, and
 * headers that hold for the whole archive. Members that belong to no sample are left out.
 *
 * @param isKept by the number of the sample, as `readTar` gives them
 * @throws InputError as `readTar` does
 */
export async function* subsetTar(source: RecordSource, isKept: IsKept): SubsetStream {
  const tar = tarReader(source);
  const group = sampleGrouper();
  let record = -1;
  let keeps = false;
  try {
    for (let member = await tar.next(); member !== null; member = await tar.next()) {
      const grouped = member.kind === "file" ? group(member.name) : null;
      if (grouped?.isFirst) keeps = isKept(++record);
      if (grouped === null ? member.kind !== "global" : !keeps) continue;
      yield joinBytes(member.headers);
      for await (const piece of tar.pieces()) yield piece.slice();
    }
  } finally {
    await tar.close();
  }
  yield new Uint8Array(2 * BLOCK);
}
