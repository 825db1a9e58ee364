import { errorCode, perms, type SetDataRequest } from "#codec";
import { isAllowed } from "../acl/check-acl.js";
import { isValidPath } from "../tree/path.js";
import type { Preparation, Prepared } from "./request.js";
import { matchesVersion } from "./version.js";

export function prepareSetData(
  { outstanding, request, zxid, live }: Preparation,
  { path, data, version }: SetDataRequest,
): Prepared {
  if (!live) return errorCode.SESSIONEXPIRED;
  if (!isValidPath(path)) return errorCode.BADARGUMENTS;
  const node = outstanding.get(path === "/" ? "" : path);
  if (node === null) return errorCode.NONODE;
  if (!isAllowed(node.acl, perms.WRITE, request.ids)) return errorCode.NOAUTH;
  if (!matchesVersion(version, node.version)) return errorCode.BADVERSION;
  const next = (node.version + 1) | 0;
  outstanding.put(zxid, { ...node, version: next });
  return { path, data, version: next };
}
