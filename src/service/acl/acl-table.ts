import { type Acl, OPEN_ACL } from "#codec";

/** One distinct ACL list, shared by every node that has it. */
export interface AclEntry {
  /** The key nodes refer to it by in a snapshot. */
  readonly key: number;
  readonly acl: readonly Acl[];
  /** Nodes that have it. */
  users: number;
}

/** Everybody may do everything: the list of most nodes, in no table, with a key of its own. */
const OPEN_KEY = -1;

/** What a node has whose list a fuzzy snapshot missed; replaying the log gives it the right one. */
const UNKNOWN_ACL: readonly Acl[] = [{ perms: 0, id: { scheme: "world", id: "anyone" } }];

/**
 * The distinct ACL lists of the tree (ZooKeeper's `ReferenceCountedACLCache`). Keys are never used
 * twice, so that a node in a fuzzy snapshot can miss its list but cannot take another one's.
 */
export class AclTable {
  readonly open: AclEntry = { key: OPEN_KEY, acl: OPEN_ACL, users: 0 };
  readonly #byText = new Map<string, AclEntry>();
  #byKey = new Map<number, AclEntry>();
  #lastKey = 0;

  /** The entry for a list, with one user more. A list that is not there counts as open. */
  use(acl: readonly Acl[] | null): AclEntry {
    const entry = acl === null || acl === OPEN_ACL ? this.open : this.#find(acl);
    entry.users += 1;
    return entry;
  }

  /** The entry a snapshot calls `key`, with one user more. */
  useKey(key: number): AclEntry {
    if (key === OPEN_KEY) return this.use(null);
    const entry = this.#byKey.get(key);
    if (entry === undefined) return this.use(UNKNOWN_ACL);
    entry.users += 1;
    return entry;
  }

  /** Takes a user away; the last one takes the entry along. */
  release(entry: AclEntry): void {
    entry.users -= 1;
    if (entry.users > 0 || entry === this.open) return;
    this.#byKey.delete(entry.key);
    const text = textOf(entry.acl);
    if (this.#byText.get(text) === entry) this.#byText.delete(text);
  }

  /** Puts in an entry of a snapshot, under its key there and without users yet. */
  load(key: number, acl: readonly Acl[]): void {
    const entry: AclEntry = { key, acl, users: 0 };
    this.#byKey.set(key, entry);
    this.#byText.set(textOf(acl), entry);
    this.#lastKey = Math.max(this.#lastKey, key);
  }

  /** Forgets the entries of a loaded snapshot that no node refers to. */
  dropUnused(): void {
    for (const entry of [...this.#byKey.values()]) {
      if (entry.users > 0) continue;
      entry.users = 1;
      this.release(entry);
    }
  }

  /** Every entry but the open one. */
  entries(): readonly AclEntry[] {
    return [...this.#byKey.values()];
  }

  #find(acl: readonly Acl[]): AclEntry {
    if (acl.length === 0) return this.open;
    const text = textOf(acl);
    if (text === OPEN_TEXT) return this.open;
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    this.#lastKey += 1;
    this.load(this.#lastKey, acl);
    return this.#byText.get(text) as AclEntry;
  }
}

/** Different lists have different texts: lengths stand in front of what may hold anything. */
function textOf(acl: readonly Acl[]): string {
  return acl
    .map(({ perms, id: { scheme, id } }) => `${perms},${scheme.length}:${scheme}${id.length}:${id}`)
    .join(";");
}

const OPEN_TEXT = textOf(OPEN_ACL);
