import { createMode, type CreateRequest, errorCode, perms } from "#codec";
import { isAllowed } from "../acl/check-acl.js";
import { fixupAcl } from "../acl/fixup-acl.js";
import { isSessionOwner } from "../tree/owner.js";
import { isValidPath, parentOf } from "../tree/path.js";
import type { Preparation, Prepared } from "./request.js";

const SEQUENCE_DIGITS = 10;

/** create and create2. The order of the checks is ZooKeeper's: it decides which error is told. */
export function prepareCreate(
  { outstanding, request, zxid, live }: Preparation,
  { path, data, acl, flags }: CreateRequest,
): Prepared {
  const wrong = refuseMode(flags);
  if (wrong !== 0) return wrong;
  if (!live) return errorCode.SESSIONEXPIRED;
  const parentPath = parentOf(path);
  if (parentPath === null || path.includes("\0")) return errorCode.BADARGUMENTS;
  const fixed = fixupAcl(acl, request.ids);
  if (fixed === null) return errorCode.INVALIDACL;
  const parent = outstanding.get(parentPath);
  if (parent === null) return errorCode.NONODE;
  if (!isAllowed(parent.acl, perms.CREATE, request.ids)) return errorCode.NOAUTH;
  const full = isSequential(flags) ? path + sequenceSuffix(parent.cversion) : path;
  if (!isValidPath(full)) return errorCode.BADARGUMENTS;
  if (full === "/" || outstanding.get(full) !== null) return errorCode.NODEEXISTS;
  if (isSessionOwner(parent.ownerHi, parent.ownerLo)) return errorCode.NOCHILDRENFOREPHEMERALS;

  const parentCVersion = (parent.cversion + 1) | 0;
  const childCount = parent.childCount + 1;
  outstanding.put(zxid, { ...parent, cversion: parentCVersion, childCount });
  const ephemeral = isEphemeral(flags);
  outstanding.put(zxid, {
    path: full,
    version: 0,
    cversion: 0,
    aversion: 0,
    childCount: 0,
    ownerHi: ephemeral ? request.sessionHi : 0,
    ownerLo: ephemeral ? request.sessionLo : 0,
    acl: fixed,
  });
  return { path: full, data, acl: fixed, ephemeral, parentCVersion };
}

/** Modes with a time to live are off, and have an operation of their own. */
function refuseMode(flags: number): number {
  if (flags < 0 || flags > createMode.PERSISTENT_SEQUENTIAL_WITH_TTL) {
    return errorCode.BADARGUMENTS;
  }
  return flags >= createMode.PERSISTENT_WITH_TTL ? errorCode.UNIMPLEMENTED : 0;
}

function isEphemeral(flags: number): boolean {
  return flags === createMode.EPHEMERAL || flags === createMode.EPHEMERAL_SEQUENTIAL;
}

function isSequential(flags: number): boolean {
  return flags === createMode.PERSISTENT_SEQUENTIAL || flags === createMode.EPHEMERAL_SEQUENTIAL;
}

/** The parent's counter in ten places, its sign, when it has one, in the first of them. */
function sequenceSuffix(counter: number): string {
  if (counter >= 0) return String(counter).padStart(SEQUENCE_DIGITS, "0");
  return `-${String(-counter).padStart(SEQUENCE_DIGITS - 1, "0")}`;
}
