import { type Zxid, zxidFromHex, zxidToHex } from "../jute/zxid.js";

/** The two kinds of files in a `version-2` directory that are named by a zxid. */
export type DataFileKind = "log" | "snapshot";

/** `log.` and the zxid of its first transaction; `snapshot.` and the last zxid surely in it. */
export function dataFileName(kind: DataFileKind, zxid: Zxid): string {
  return `${kind}.${zxidToHex(zxid)}`;
}

/** What a file's name says; null for files that are neither, which are to be left alone. */
export function parseDataFileName(
  name: string,
): { kind: DataFileKind; zxid: Zxid; suffix: string | null } | null {
  const [kind, digits, suffix = null, ...more] = name.split(".");
  if ((kind !== "log" && kind !== "snapshot") || digits === undefined) return null;
  const zxid = zxidFromHex(digits);
  return zxid === null || more.length > 0 ? null : { kind, zxid, suffix };
}
