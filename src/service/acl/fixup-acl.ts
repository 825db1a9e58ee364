import { type Acl, type Id, OPEN_ACL } from "#codec";
import { isIpRange } from "./ip-range.js";

/**
 * The list a node gets for the list a client asked for (ZooKeeper's `fixupACL`), or null when it
 * is not valid: empty, an unknown scheme, a malformed identity, or `auth` from a connection that
 * has proved no identity. Duplicates go; `auth` stands for everything the connection has proved.
 */
export function fixupAcl(wanted: readonly Acl[] | null, ids: readonly Id[]): readonly Acl[] | null {
  if (wanted === OPEN_ACL) return wanted;
  if (wanted === null || wanted.length === 0) return null;
  const granted: Acl[] = [];
  for (const entry of withoutDuplicates(wanted)) {
    if (entry.id.scheme === "auth") {
      const proved = ids.filter(({ scheme }) => provable.has(scheme));
      if (proved.length === 0) return null;
      for (const id of proved) granted.push({ perms: entry.perms, id });
    } else if (isValid(entry.id)) granted.push(entry);
    else return null;
  }
  return granted;
}

/** Schemes whose identities a connection proves; the address of a connection is no proof. */
const provable: ReadonlySet<string> = new Set(["digest"]);

function isValid({ scheme, id }: Id): boolean {
  switch (scheme) {
    case "world":
      return id === "anyone";
    case "ip":
      return isIpRange(id);
    case "digest":
      return isDigest(id);
    default:
      return false;
  }
}

/** Exactly two parts around a colon; like Java's `split`, empty ones at the end do not count. */
function isDigest(id: string): boolean {
  const parts = id.split(":");
  while (parts.at(-1) === "") parts.pop();
  return parts.length === 2;
}

function withoutDuplicates(acl: readonly Acl[]): readonly Acl[] {
  if (acl.length === 1) return acl;
  return acl.filter((entry, i) => acl.findIndex((other) => same(entry, other)) === i);
}

function same(a: Acl, b: Acl): boolean {
  return a.perms === b.perms && a.id.scheme === b.id.scheme && a.id.id === b.id.id;
}
