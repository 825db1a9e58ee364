import { errorCode, perms, type VersionedPath } from "#codec";
import { isAllowed } from "../acl/check-acl.js";
import { isReserved, parentOf } from "../tree/path.js";
import { removeChild } from "./remove-child.js";
import type { Preparation, Prepared } from "./request.js";
import { matchesVersion } from "./version.js";

/** What protects a node from deletion is its parent's list, not its own. */
export function prepareDelete(
  { outstanding, request, zxid, live }: Preparation,
  { path, version }: VersionedPath,
): Prepared {
  if (!live) return errorCode.SESSIONEXPIRED;
  const parentPath = parentOf(path);
  if (parentPath === null || path.includes("\0") || isReserved(path)) {
    return errorCode.BADARGUMENTS;
  }
  const parent = outstanding.get(parentPath);
  if (parent === null) return errorCode.NONODE;
  if (!isAllowed(parent.acl, perms.DELETE, request.ids)) return errorCode.NOAUTH;
  const node = outstanding.get(path);
  if (node === null) return errorCode.NONODE;
  if (!matchesVersion(version, node.version)) return errorCode.BADVERSION;
  if (node.childCount > 0) return errorCode.NOTEMPTY;
  removeChild(outstanding, zxid, path);
  return { path };
}
