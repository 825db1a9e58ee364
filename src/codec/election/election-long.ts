import type { Reader } from "../jute/reader.js";
import { ANONYMOUS_SID, NO_CANDIDATE } from "./limits.js";

/** A server id, a round or an epoch; or one of the two longs that stand for no id at all. */
export function readElectionLong(r: Reader): number {
  const value = r.longSaturated();
  if (Number.isSafeInteger(value)) return value;
  if (value === ANONYMOUS_SID || value === NO_CANDIDATE) return value;
  r.pos -= 8;
  r.fail(`long ${value} is beyond ±2^53`);
  return 0;
}
