/** A write for any version. */
const ANY = -1;

/** Whether a write for version `expected` may change a node that has `actual`. */
export function matchesVersion(expected: number, actual: number): boolean {
  return expected === ANY || expected === actual;
}
