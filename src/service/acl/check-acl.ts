import { type Acl, type Id, OPEN_ACL } from "#codec";
import { matchesIp } from "./ip-range.js";

/**
 * Whether a connection with these identities has one of the permission bits on a node with this
 * list (ZooKeeper's `checkACL`). A null or empty list protects nothing, and an identity of the
 * scheme "super" passes every list.
 */
export function isAllowed(
  acl: readonly Acl[] | null,
  permission: number,
  ids: readonly Id[],
): boolean {
  if (acl === OPEN_ACL || acl === null || acl.length === 0) return true;
  for (const { scheme } of ids) if (scheme === "super") return true;
  for (const { perms, id } of acl) {
    if ((perms & permission) === 0) continue;
    if (id.scheme === "world" && id.id === "anyone") return true;
    for (const holder of ids) if (matches(holder, id)) return true;
  }
  return false;
}

/** Whether the identity a connection holds is the one an ACL entry names. */
function matches(holder: Id, wanted: Id): boolean {
  if (holder.scheme !== wanted.scheme) return false;
  return holder.scheme === "ip" ? matchesIp(holder.id, wanted.id) : holder.id === wanted.id;
}
