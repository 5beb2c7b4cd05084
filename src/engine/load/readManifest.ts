import { answerOf } from "../answers.ts";
import type { NamedBlob, Segment } from "../slice.ts";
import type { Workers } from "../startWorkers.ts";
import type { Recipe } from "../types.ts";
import type { ManifestSource, OpenedManifest } from "../workers/manifestApi.ts";
import type { PoolFile } from "../workers/matchedPool.ts";
import type { LoadedMetadata } from "../workers/metadataApi.ts";

/** What a manifest brings to a load. */
export interface ReadManifest {
  readonly recipe: Recipe;
  /** The caption file that is the manifest's subset, read as its lines were, and what it came from. */
  readonly subset: { readonly file: PoolFile; readonly source: ManifestSource } | null;
  readonly problems: readonly string[];
}

/**
 * Reads a manifest and looks for its subset among the caption files.
 *
 * @throws InputError when the manifest or a caption file cannot be read
 */
export async function readManifest(
  workers: Workers,
  manifest: NamedBlob,
  captions: readonly PoolFile[],
  { summary, metadata }: LoadedMetadata,
  cancelled: Promise<never>,
): Promise<ReadManifest> {
  const { api, died, stop } = workers.startManifest();
  try {
    const opened = await answerOf(api.open(manifest), died, cancelled);
    const { recipe } = opened;
    if (opened.metadata.sha256 !== summary.sha256) {
      return { recipe, subset: null, problems: [otherMetadata(opened, summary.name)] };
    }
    for (const file of captions) {
      const { name, blob } = file;
      if (!(await answerOf(api.isSubset({ name, blob }), died, cancelled))) continue;
      const source = await answerOf(api.source(metadata), died, cancelled);
      const segments = segmentsOf(source);
      return { recipe, subset: { file: { ...file, segments }, source }, problems: [] };
    }
    return { recipe, subset: null, problems: [] };
  } finally {
    stop();
  }
}

function otherMetadata({ name, metadata }: OpenedManifest, inUse: string): string {
  return `${name} was written with the metadata ${metadata.name} (SHA-256 ${metadata.sha256.slice(0, 12)}…), not with ${inUse}, so its numbers will differ. Load that list together with it.`;
}

/** The kept lines of each file stand together, and are read as they were in it. */
function segmentsOf({ files }: ManifestSource): Segment[] {
  let end = 0;
  return files.map(({ keptBytes, captionField }) => {
    const start = end;
    end += keptBytes;
    return { start, end, captionField, oneIn: 1 };
  });
}
