import type { NodeRead } from "./tree-reader.js";
import type { Creation, Ledger } from "./workload.js";

type Tree = ReadonlyMap<string, NodeRead>;

/**
 * What a server's tree owes to those who wrote it, as sentences about what is wrong; none when
 * every promise is kept. Nobody may be writing, and no session may still be on its way out.
 */
export function brokenPromises(ledger: Ledger, tree: Tree): string[] {
  return [
    ...lostCreations(ledger, tree),
    ...repeatedWrites(ledger, tree),
    ...repeatedNames(ledger),
    ...wrongRegisters(ledger, tree),
  ];
}

/** Where trees of several servers differ: two servers that have both synced must not. */
export function differences(one: Tree, other: Tree): string[] {
  const paths = new Set([...one.keys(), ...other.keys()]);
  return [...paths].filter((path) => {
    return JSON.stringify(one.get(path)) !== JSON.stringify(other.get(path));
  });
}

function lostCreations(ledger: Ledger, tree: Tree): string[] {
  return ledger.creations.flatMap((creation) => {
    const { outcome, token, created } = creation;
    if (outcome !== "acknowledged" || created === null) return [];
    const found = tree.get(created.path);
    const wanted = expected(creation);
    if (wanted === "gone" && found !== undefined && found.data === token) {
      return [`${created.path} (${token}) should be gone: ${ownerText(creation)}`];
    }
    if (wanted !== "there") return [];
    if (found === undefined) return [`${created.path} (${token}) was acknowledged and is lost`];
    if (found.data !== token) return [`${created.path} holds ${String(found.data)}, not ${token}`];
    const { czxid } = created.stat;
    const same =
      czxid.epoch === found.stat.czxid.epoch && czxid.counter === found.stat.czxid.counter;
    return same ? [] : [`${created.path} was made again under another zxid`];
  });
}

function expected({ deleted, owner }: Creation): "there" | "gone" | "either" {
  if (owner?.state === "closed" || owner?.state === "abandoned" || deleted === "yes") return "gone";
  return deleted === "maybe" || owner?.state === "unknown" ? "either" : "there";
}

function ownerText({ owner }: Creation): string {
  return owner === null ? "it was deleted" : `session ${owner.id} is ${owner.state}`;
}

/** A token is written once, so it is in the tree once or not at all; and nobody else's is. */
function repeatedWrites(ledger: Ledger, tree: Tree): string[] {
  const known = new Map(ledger.creations.map((creation) => [creation.token, creation]));
  const places = new Map<string, string>();
  const wrong: string[] = [];
  for (const [path, { data }] of tree) {
    if (!/^\/[wse]\//.test(path)) continue;
    const before = places.get(data ?? "");
    const creation = known.get(data ?? "");
    if (before !== undefined) wrong.push(`${String(data)} is at ${before} and at ${path}`);
    if (creation === undefined) wrong.push(`${path} holds ${String(data)}: nobody wrote that`);
    else if (creation.outcome === "unknown" && creation.owner?.state === "closed") {
      wrong.push(`${path} belongs to session ${creation.owner.id}, which is closed`);
    }
    places.set(data ?? "", path);
  }
  return wrong;
}

function repeatedNames(ledger: Ledger): string[] {
  const names = new Map<string, string>();
  return ledger.creations.flatMap(({ kind, created, token }) => {
    if (kind !== "sequential" || created === null) return [];
    const before = names.get(created.path);
    names.set(created.path, token);
    return before === undefined ? [] : [`${created.path} was given to ${before} and to ${token}`];
  });
}

/** A register's version counts the writes that took effect: no fewer than were acknowledged. */
function wrongRegisters({ registers }: Ledger, tree: Tree): string[] {
  return registers.flatMap(({ path, acknowledged, unknown, version, token, candidates }) => {
    const found = tree.get(path);
    if (found === undefined) return [`${path} is lost`];
    const { stat, data } = found;
    const known = [{ version, token }, ...candidates].some(
      (one) => one.version === stat.version && one.token === data,
    );
    const applied = stat.version;
    const counted = applied >= acknowledged && applied <= acknowledged + unknown;
    return [
      ...(known ? [] : [`${path} holds ${String(data)} at version ${applied}: never acknowledged`]),
      ...(counted ? [] : [`${path}: ${acknowledged} acknowledged, ${applied} took effect`]),
    ];
  });
}
