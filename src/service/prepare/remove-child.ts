import type { Zxid } from "#codec";
import { parentOf } from "../tree/path.js";
import type { Outstanding } from "./outstanding.js";

/** The write with this zxid deletes the node: its parent will have a child less. */
export function removeChild(outstanding: Outstanding, zxid: Zxid, path: string): void {
  const parent = outstanding.get(parentOf(path) ?? "");
  if (parent !== null) outstanding.put(zxid, { ...parent, childCount: parent.childCount - 1 });
  outstanding.remove(zxid, path);
}
