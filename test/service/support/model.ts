import { errorCode, opCode } from "#codec";
import fc from "fast-check";

/** What a client does, by number of path and of session. */
export type Deed =
  | {
      readonly do: "create";
      readonly opcode: number;
      readonly path: string;
      readonly flags: number;
      readonly who: number;
    }
  | { readonly do: "delete"; readonly path: string; readonly version: number; readonly who: number }
  | { readonly do: "set"; readonly path: string; readonly version: number; readonly who: number }
  | { readonly do: "close"; readonly who: number };

const path = fc.constantFrom("/a", "/b", "/a/a", "/a/b", "/b/a", "/a/a/a", "/a/a/b", "/", "/c//");
const version = fc.constantFrom(-1, -1, 0, 1, 2);
const who = fc.integer({ min: 0, max: 2 });
const flags = fc.integer({ min: 0, max: 3 });
const opcode = fc.constantFrom(opCode.create, opCode.create2);
const create = fc.record({ do: fc.constant("create" as const), opcode, path, flags, who });

export const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 6, arbitrary: create },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("delete" as const), path, version, who }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("set" as const), path, version, who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("close" as const), who }) },
);

interface ModelNode {
  version: number;
  created: number;
  modified: number;
  childrenChanged: number;
  creations: number;
  owner: number | null;
}

/** A tree as simple as can be: every check looks at all paths. Zxids are their counters. */
export class Model {
  readonly nodes = new Map<string, ModelNode>([["/", fresh(0, null)]]);
  readonly open = new Set([0, 1, 2]);

  do(what: Deed, zxid: number): number {
    if (what.do === "close") return this.close(what.who, zxid);
    if (!this.open.has(what.who)) return errorCode.SESSIONEXPIRED;
    if (what.do === "create") return this.create(what.path, what.flags, what.who, zxid);
    return what.do === "delete"
      ? this.delete(what.path, what.version, zxid)
      : this.set(what.path, what.version, zxid);
  }

  childrenOf(path: string): string[] {
    return [...this.nodes.keys()].filter((one) => one !== "/" && parentOf(one) === path);
  }

  private create(path: string, flags: number, who: number, zxid: number): number {
    const parent = this.nodes.get(parentOf(path));
    if (parent === undefined) return errorCode.NONODE;
    const full = flags >= 2 ? path + String(parent.creations).padStart(10, "0") : path;
    if (full.includes("//") || (full.endsWith("/") && full !== "/")) return errorCode.BADARGUMENTS;
    if (this.nodes.has(full)) return errorCode.NODEEXISTS;
    if (parent.owner !== null) return errorCode.NOCHILDRENFOREPHEMERALS;
    parent.creations += 1;
    parent.childrenChanged = zxid;
    this.nodes.set(full, fresh(zxid, flags % 2 === 1 ? who : null));
    return 0;
  }

  private delete(path: string, version: number, zxid: number): number {
    if (path === "/") return errorCode.BADARGUMENTS;
    const node = this.nodes.get(path);
    if (node === undefined) return errorCode.NONODE;
    if (version !== -1 && version !== node.version) return errorCode.BADVERSION;
    if (this.childrenOf(path).length > 0) return errorCode.NOTEMPTY;
    this.remove(path, zxid);
    return 0;
  }

  private set(path: string, version: number, zxid: number): number {
    if (path !== "/" && path.endsWith("/")) return errorCode.BADARGUMENTS;
    const node = this.nodes.get(path);
    if (node === undefined) return errorCode.NONODE;
    if (version !== -1 && version !== node.version) return errorCode.BADVERSION;
    node.version += 1;
    node.modified = zxid;
    return 0;
  }

  private close(who: number, zxid: number): number {
    this.open.delete(who);
    for (const [path, { owner }] of [...this.nodes]) if (owner === who) this.remove(path, zxid);
    return 0;
  }

  private remove(path: string, zxid: number): void {
    this.nodes.delete(path);
    const parent = this.nodes.get(parentOf(path));
    if (parent !== undefined) parent.childrenChanged = zxid;
  }
}

function fresh(zxid: number, owner: number | null): ModelNode {
  const created = { created: zxid, modified: zxid, childrenChanged: zxid };
  return { version: 0, ...created, creations: 0, owner };
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}
