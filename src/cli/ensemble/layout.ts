import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import {
  formatProperty,
  formatServerLine,
  parseConfig,
  systemReason,
  type ServerLine,
} from "#codec";
import { LOOPBACK, PortPicker } from "./ports.js";

export interface EnsembleWish {
  /** Participants; null takes what is there already, or 3. */
  readonly servers: number | null;
  readonly observers: number | null;
  readonly dir: string;
  /** Client port of the first server; null takes those of the earlier start, or 2181. */
  readonly basePort: number | null;
}

/** One server of the ensemble and where its files are. */
export interface Member {
  readonly server: ServerLine;
  readonly clientPort: number;
  readonly dir: string;
  readonly configFile: string;
}

export interface Layout {
  readonly dir: string;
  readonly members: readonly Member[];
  /** Whether there were data of an earlier start. */
  readonly found: boolean;
  /** What the user should know, e.g. which port was taken; one line each. */
  readonly notes: readonly string[];
  /** Lets other ensembles have the ports, once the servers need them no more. */
  readonly release: () => Promise<void>;
}

/** The ensemble cannot be laid out; `message` is one line. */
export class LayoutError extends Error {
  override readonly name = "LayoutError";
}

/** What the system says of a file or folder of the ensemble, as such an error. */
export const refuse =
  (path: string, act: "made" | "written") =>
  (error: unknown): never => {
    const reason = systemReason(error);
    if (reason === null) throw error;
    throw new LayoutError(`--dir: ${path} cannot be ${act}: ${reason}: name another folder`);
  };

/** Servers of a new ensemble, unless it is said. */
export const DEFAULT_SERVERS = 3;
const DEFAULT_PORT = 2181;
/** How far ZooKeeper's usual quorum and election ports are from its client port. */
const TO_QUORUM = 2888 - 2181;
const TO_ELECTION = 3888 - 2181;
const TICK_TIME = 2000;
const CONFIG = "zoo.cfg";

/**
 * Finds the ensemble of an earlier start in `dir`, or makes a new one: a folder
 * `server-N` each, with zoo.cfg and data. Ports are kept while they are free.
 */
export async function layOut(wish: EnsembleWish): Promise<Layout> {
  const dir = resolve(wish.dir);
  const earlier = await findEarlier(dir);
  const roles = rolesOf(wish, earlier);
  const picker = new PortPicker();
  try {
    const { members, notes } = await placed(roles, wish, earlier, picker);
    for (const member of members) await write(member, members);
    const release = () => picker.release();
    return { dir, members, found: earlier.length > 0, notes, release };
  } catch (error) {
    await picker.release();
    throw error;
  }
}

/** Each server's folder and ports. */
async function placed(
  roles: readonly ServerLine["role"][],
  wish: EnsembleWish,
  earlier: readonly Member[],
  picker: PortPicker,
) {
  const dir = resolve(wish.dir);
  const notes: string[] = [];
  const members: Member[] = [];
  let next = wish.basePort ?? DEFAULT_PORT;
  for (const [index, role] of roles.entries()) {
    const id = index + 1;
    const before = wish.basePort === null ? earlier[index] : undefined;
    const wanted = before?.clientPort ?? next;
    const [clientPort] = await pick(picker, wanted);
    if (clientPort !== wanted)
      notes.push(`port ${wanted} is taken: server ${id} is on ${clientPort}`);
    next = clientPort + 1;
    // A server that was alone had none: 0.
    const [quorumPort, electionPort] = await pick(
      picker,
      before?.server.quorumPort || wanted + TO_QUORUM,
      before?.server.electionPort || wanted + TO_ELECTION,
    );
    const server = { id, host: LOOPBACK, quorumPort, electionPort, role, client: null };
    const home = join(dir, `server-${id}`);
    members.push({ server, clientPort, dir: home, configFile: join(home, CONFIG) });
  }
  return { members, notes };
}

/** `1 server`, `3 servers` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** As many ports as are wanted. */
async function pick<const Wanted extends readonly number[]>(picker: PortPicker, ...wanted: Wanted) {
  const ports = await picker.pick(...wanted);
  if (ports === null) throw new LayoutError(`no port from ${wanted.join(" and ")} upwards is free`);
  return ports as { readonly [K in keyof Wanted]: number };
}

function rolesOf({ servers, observers, dir }: EnsembleWish, earlier: readonly Member[]) {
  const observing = earlier.filter(({ server }) => server.role === "observer").length;
  const voting = earlier.length - observing;
  if (earlier.length > 0) {
    if ((servers ?? voting) !== voting || (observers ?? observing) !== observing) {
      const there = `${counted(voting, "server")} and ${counted(observing, "observer")}`;
      throw new LayoutError(`${dir} holds an ensemble of ${there}; name another folder with --dir`);
    }
    return earlier.map(({ server }) => server.role);
  }
  const voters = Array.from({ length: servers ?? DEFAULT_SERVERS }, () => "participant" as const);
  if (voters.length === 1 && (observers ?? 0) > 0) {
    throw new LayoutError("observers need at least two servers: use --servers 3");
  }
  return [...voters, ...Array.from({ length: observers ?? 0 }, () => "observer" as const)];
}

/**
 * The members that an earlier start wrote down, in the order of their ids.
 *
 * @throws LayoutError
 */
export async function findEarlier(dir: string): Promise<Member[]> {
  const names = await readdir(dir).catch(() => []);
  const ids = names
    .map((name) => Number(/^server-([1-9]\d{0,2})$/.exec(name)?.[1] ?? NaN))
    .filter((id) => !Number.isNaN(id))
    .sort((a, b) => a - b);
  const members: Member[] = [];
  for (const id of ids) {
    const home = join(dir, `server-${id}`);
    const configFile = join(home, CONFIG);
    const text = await readFile(configFile, "utf8").catch(() => null);
    if (text === null) continue;
    const context = { myid: String(id), dataDirProblem: null, dataLogDirProblem: null };
    const parsed = parseConfig(text, configFile, context);
    if (!parsed.ok) throw new LayoutError(`${configFile} is damaged: run zabkeeper config check`);
    const alone = {
      id,
      host: LOOPBACK,
      quorumPort: 0,
      electionPort: 0,
      role: "participant",
    } as const;
    const server = parsed.config.servers.find((each) => each.id === id) ?? {
      ...alone,
      client: null,
    };
    members.push({ server, clientPort: parsed.config.clientPort, dir: home, configFile });
  }
  return members;
}

async function write({ server, clientPort, dir, configFile }: Member, all: readonly Member[]) {
  const dataDir = join(dir, "data");
  const lines = [
    "# Written by `zabkeeper ensemble`, and again whenever a port had to change.",
    formatProperty("tickTime", TICK_TIME),
    formatProperty("initLimit", 10),
    formatProperty("syncLimit", 5),
    formatProperty("dataDir", dataDir),
    formatProperty("clientPort", clientPort),
    formatProperty("clientPortAddress", LOOPBACK),
    ...(all.length === 1
      ? []
      : all.map((each) =>
          formatProperty(`server.${each.server.id}`, formatServerLine(each.server)),
        )),
  ];
  const myid = join(dataDir, "myid");
  await mkdir(dataDir, { recursive: true }).catch(refuse(dataDir, "made"));
  await writeFile(myid, `${server.id}\n`).catch(refuse(myid, "written"));
  await writeFile(configFile, `${lines.join("\n")}\n`).catch(refuse(configFile, "written"));
}
