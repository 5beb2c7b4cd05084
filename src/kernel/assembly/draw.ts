import { mix as mixed } from "./hashKey";

/** The critical thresholds of core/balancing/tau.ts, four matches at a time. */

/** An entry of the table: its two hashed lanes, with the seed mixed in, its count, and padding. */
const ENTRY: u32 = 4;

/**
 * Fills the table for a seed; entries without matches stay as they are, since nothing draws them.
 *
 * @param lanes two hashed lanes an entry
 * @param counts entry counts
 */
export function fillDrawTable(
  table: u32,
  entries: u32,
  lanes: u32,
  counts: u32,
  seed1: u32,
  seed2: u32,
): void {
  for (let entry: u32 = 0; entry < entries; entry++) {
    const count = load<u32>(counts + (entry << 2));
    if (count === 0) continue;
    const at = table + (entry << ENTRY);
    store<u32>(at, mixed(load<u32>(lanes + (entry << 3)) ^ seed1));
    store<u32>(at, mixed(load<u32>(lanes + (entry << 3), 4) + seed2), 4);
    store<u32>(at, count, 8);
  }
}

/**
 * Writes the tau of each caption.
 *
 * @param table 16 bytes an entry
 * @param matchStart first match of each caption, and their end
 * @param keyLanes two lanes a caption
 * @param tau doubles
 */
export function drawTau(
  table: u32,
  captions: u32,
  matchStart: u32,
  entryIds: u32,
  keyLanes: u32,
  tau: u32,
): void {
  for (let caption: u32 = 0; caption < captions; caption++) {
    const first = entryIds + (load<u32>(matchStart + (caption << 2)) << 2);
    const end = entryIds + (load<u32>(matchStart + (caption << 2), 4) << 2);
    const key1 = v128.load32_splat(keyLanes + (caption << 3));
    const key2 = v128.load32_splat(keyLanes + (caption << 3), 4);
    let least = f64x2.splat(Infinity);
    for (let at = first; at < end; at += 16) {
      // Where fewer than four are left, the last one is drawn again, which changes no minimum.
      const last = end - 4;
      const a = entryAt(table, at);
      const b = entryAt(table, min<u32>(at + 4, last));
      const c = entryAt(table, min<u32>(at + 8, last));
      const d = entryAt(table, min<u32>(at + 12, last));
      const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
      const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
      const seeded1 = v128.shuffle<i64>(ab, cd, 0, 2);
      const seeded2 = v128.shuffle<i64>(ab, cd, 1, 3);
      const one = mix(v128.xor(key1, seeded1));
      const low = mix(i32x4.add(v128.xor(key2, seeded2), one));
      const high = mix(i32x4.add(one, low));
      const rest = i32x4.shr_u(low, 12);
      least = f64x2.pmin(least, product(high, rest, v128.shuffle<i32>(a, b, 2, 6, 2, 6)));
      least = f64x2.pmin(
        least,
        product(
          v128.shuffle<i64>(high, high, 1, 1),
          v128.shuffle<i64>(rest, rest, 1, 1),
          v128.shuffle<i32>(c, d, 2, 6, 2, 6),
        ),
      );
    }
    store<f64>(
      tau + (caption << 3),
      min(f64x2.extract_lane(least, 0), f64x2.extract_lane(least, 1)),
    );
  }
}

function entryAt(table: u32, id: u32): v128 {
  return v128.load(table + (load<u32>(id) << ENTRY));
}

/** u · count of the two lower lanes. */
function product(high: v128, rest: v128, counts: v128): v128 {
  const u = f64x2.add(
    f64x2.mul(f64x2.convert_low_i32x4_u(high), f64x2.splat(1048576)),
    f64x2.convert_low_i32x4_u(rest),
  );
  return f64x2.mul(
    f64x2.mul(u, f64x2.splat(2.220446049250313e-16)),
    f64x2.convert_low_i32x4_u(counts),
  );
}

function mix(hash: v128): v128 {
  let h = v128.xor(hash, i32x4.shr_u(hash, 16));
  h = i32x4.mul(h, i32x4.splat(0x85ebca6b));
  h = v128.xor(h, i32x4.shr_u(h, 13));
  h = i32x4.mul(h, i32x4.splat(0xc2b2ae35));
  return v128.xor(h, i32x4.shr_u(h, 16));
}
