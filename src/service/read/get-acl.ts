import { type Acl, errorCode, getACLResponseCodec, type PathOnly, perms } from "#codec";
import { isAllowed } from "../acl/check-acl.js";
import type { State } from "../state.js";
import { statOf } from "../tree/stat.js";
import type { Answer } from "./answer.js";
import type { ReadRequest } from "./request.js";

/** READ or ADMIN lets see the list; without ADMIN the hashes of passwords are hidden. */
export function getAcl(
  { tree }: State,
  { ids }: ReadRequest,
  { path }: PathOnly,
  answer: Answer,
): void {
  const node = tree.get(path);
  if (node === undefined) return answer.code(errorCode.NONODE);
  const { acl } = node.acl;
  if (!isAllowed(acl, perms.READ | perms.ADMIN, ids)) return answer.code(errorCode.NOAUTH);
  const shown = isAllowed(acl, perms.ADMIN, ids) ? acl : acl.map(withoutHash);
  answer.record(getACLResponseCodec, { acl: shown, stat: statOf(node) });
}

function withoutHash(entry: Acl): Acl {
  const { scheme, id } = entry.id;
  const colon = id.indexOf(":");
  if (scheme !== "digest" || colon < 0) return entry;
  return { perms: entry.perms, id: { scheme, id: `${id.slice(0, colon)}:x` } };
}
