import { fourLetterWord } from "#client";
import { LOOPBACK } from "./ports.js";

/** What a server says of itself. */
export interface Status {
  /**
   * `leader`, `follower`, …; `starting` before it answers, `not serving` while it has no leader,
   * `down` when it has ended.
   */
  readonly mode: string;
  readonly epoch: string;
  readonly zxid: string;
  readonly connections: string;
}

export const DOWN: Status = { mode: "down", epoch: "-", zxid: "-", connections: "-" };
export const STARTING: Status = { ...DOWN, mode: "starting" };
const NOT_SERVING: Status = { ...DOWN, mode: "not serving" };
const PATIENCE = 900;

/** Asks a server with `srvr` and `mntr`, as any operator would. */
export async function askStatus(port: number): Promise<Status> {
  const ask = (word: string) => fourLetterWord({ host: LOOPBACK, port }, word, PATIENCE);
  try {
    const srvr = await ask("srvr");
    return readStatus(srvr, await ask("mntr"));
  } catch {
    return STARTING;
  }
}

/** What the two words say; the connection that asked is not counted. */
export function readStatus(srvr: string, mntr: string): Status {
  const value = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(srvr)?.[1] ?? null;
  const mode = value("Mode");
  const zxid = value("Zxid");
  const connections = Number(value("Connections") ?? NaN);
  if (mode === null || zxid === null || Number.isNaN(connections)) return NOT_SERVING;
  const epoch = /^zk_current_epoch\t(\d+)$/m.exec(mntr)?.[1] ?? String(BigInt(zxid) >> 32n);
  return { mode, epoch, zxid, connections: String(Math.max(0, connections - 1)) };
}
