import type { CreateMode, Watcher, ZooKeeper } from "#client";
import { parseAcl } from "./acl.js";
import { statText } from "./texts.js";
import type { ParsedWords } from "./words.js";

/** What a command works with. */
export interface ShellContext {
  readonly zk: ZooKeeper;
  /** Data: standard output. */
  print(text: string | Buffer): void;
  /** Everything else: standard error. */
  note(text: string): void;
  readonly watcher: Watcher;
}

/** The words do not make sense for the command; `message` may say more than its usage does. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export interface ShellCommand {
  readonly usage: string;
  /** Options without and with a value, by letter. */
  readonly flags: string;
  readonly valued: string;
  /** Fewest and most words beside the options. */
  readonly words: readonly [number, number];
  run(context: ShellContext, words: ParsedWords): Promise<void>;
}

export const COMMANDS: ReadonlyMap<string, ShellCommand> = new Map([
  ["create", command("create [-s] [-e] path [data] [acl]", "se", "", [1, 3], create)],
  ["delete", command("delete [-v version] path", "", "v", [1, 1], remove)],
  ["get", command("get [-s] [-w] path", "sw", "", [1, 1], get)],
  ["ls", command("ls [-s] [-w] [-R] path", "swR", "", [1, 1], ls)],
  ["set", command("set path data [-s] [-v version]", "s", "v", [2, 2], set)],
  ["stat", command("stat [-w] path", "w", "", [1, 1], stat)],
  ["sync", command("sync path", "", "", [1, 1], sync)],
]);

function command(
  usage: string,
  flags: string,
  valued: string,
  words: readonly [number, number],
  run: ShellCommand["run"],
): ShellCommand {
  return { usage, flags, valued, words, run };
}

async function create({ zk, note }: ShellContext, { flags, rest }: ParsedWords): Promise<void> {
  const [path = "", data = null, aclText] = rest;
  const acl = aclText === undefined ? undefined : parseAcl(aclText);
  if (acl === null) throw new UsageError(`${aclText} does not have the form scheme:id:perm`);
  const kind = flags.has("e") ? "EPHEMERAL" : "PERSISTENT";
  const mode: CreateMode = flags.has("s") ? `${kind}_SEQUENTIAL` : kind;
  note(`Created ${await zk.create(path, data, { mode, ...(acl !== undefined && { acl }) })}`);
}

async function remove({ zk }: ShellContext, { rest, values }: ParsedWords): Promise<void> {
  await zk.delete(String(rest[0]), version(values));
}

async function get({ zk, print, watcher }: ShellContext, words: ParsedWords): Promise<void> {
  const watch = words.flags.has("w") ? watcher : undefined;
  const { data, stat } = await zk.getData(String(words.rest[0]), watch);
  print(data ?? "null");
  if (words.flags.has("s")) print(statText(stat));
}

async function ls({ zk, print, watcher }: ShellContext, { flags, rest }: ParsedWords) {
  const path = String(rest[0]);
  const watch = flags.has("w") ? watcher : undefined;
  if (flags.has("R")) {
    const first = await zk.getChildren(path, watch);
    print(path);
    await lsBelow(zk, path, first.children, watch, print);
    return;
  }
  const { children, stat } = await zk.getChildren(path, watch);
  print(`[${[...children].sort().join(", ")}]`);
  if (flags.has("s")) print(statText(stat));
}

/** Prints a node's children, then goes into each: the order of `zkCli.sh`. */
async function lsBelow(
  zk: ZooKeeper,
  path: string,
  children: readonly string[],
  watch: Watcher | undefined,
  print: (text: string) => void,
): Promise<void> {
  const paths = [...children].sort().map((name) => (path === "/" ? `/${name}` : `${path}/${name}`));
  for (const child of paths) print(child);
  for (const child of paths) {
    const below = await zk.getChildren(child, watch);
    await lsBelow(zk, child, below.children, watch, print);
  }
}

async function set({ zk, print }: ShellContext, { flags, values, rest }: ParsedWords) {
  const stat = await zk.setData(String(rest[0]), String(rest[1]), version(values));
  if (flags.has("s")) print(statText(stat));
}

async function stat({ zk, print, watcher }: ShellContext, { flags, rest }: ParsedWords) {
  const path = String(rest[0]);
  const found = await zk.exists(path, flags.has("w") ? watcher : undefined);
  if (found === null) throw new UsageError(`Node does not exist: ${path}`);
  print(statText(found));
}

async function sync({ zk, print }: ShellContext, { rest }: ParsedWords): Promise<void> {
  await zk.sync(String(rest[0]));
  print("Sync is OK");
}

function version(values: ReadonlyMap<string, string>): number {
  const text = values.get("v");
  if (text === undefined) return -1;
  if (!/^-?\d{1,10}$/.test(text)) throw new UsageError(`version "${text}" is not a number`);
  return Number(text);
}
