import { fourLetterWord } from "#client";
import { LOOPBACK } from "./ports.js";

/** What a server says of itself. */
export interface Status {
  /** `leader`, `follower`, …; `starting` while it does not serve, `down` when it has ended. */
  readonly mode: string;
  readonly epoch: string;
  readonly zxid: string;
  readonly connections: string;
}

export const DOWN: Status = { mode: "down", epoch: "-", zxid: "-", connections: "-" };
const STARTING: Status = { ...DOWN, mode: "starting" };
const PATIENCE = 900;

/** Asks a server with `srvr`, as any operator would. */
export async function askStatus(port: number): Promise<Status> {
  try {
    return readStatus(await fourLetterWord({ host: LOOPBACK, port }, "srvr", PATIENCE));
  } catch {
    return STARTING;
  }
}

/** The answer to `srvr`; the connection that asked is not counted. */
export function readStatus(text: string): Status {
  const value = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(text)?.[1] ?? null;
  const mode = value("Mode");
  const zxid = value("Zxid");
  const connections = Number(value("Connections") ?? NaN);
  if (mode === null || zxid === null || Number.isNaN(connections)) return STARTING;
  const epoch = BigInt(zxid) >> 32n;
  return { mode, epoch: String(epoch), zxid, connections: String(Math.max(0, connections - 1)) };
}
