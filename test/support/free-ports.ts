import { createServer, type Server } from "node:net";
import { threadId } from "node:worker_threads";

interface Range {
  readonly from: number;
  readonly to: number;
  /** Ports of a block. */
  readonly size: number;
}

// Below the ports that systems give to whoever asks for any: no connection that goes out, and no
// server on port 0, takes one of these while a test's server is down.
const SERVERS: Range = { from: 20_000, to: 32_000, size: 60 };
/** `zabkeeper ensemble` puts its quorum and election ports 707 and 1707 above the base. */
const BASES: Range = { from: 12_000, to: 12_700, size: 10 };

let left: number[] = [];

/**
 * Ports on loopback that nobody listens on, all different, and this thread's alone until it ends:
 * neither another test file nor another run of the tests is given them.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    while (left.length === 0) left = await claimBlock(SERVERS);
    const port = left.shift() as number;
    if (await isFree(port)) ports.push(port);
  }
  return ports;
}

/** One such port. */
export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  return Number(port);
}

/** Such a port for an ensemble's first server: the ports next to it are the ensemble's, too. */
export async function freeBase(): Promise<number> {
  const [port] = await claimBlock(BASES);
  return Number(port);
}

/** A block is whose server listens on its first port; the others of the block are handed out. */
async function claimBlock({ from, to, size }: Range): Promise<number[]> {
  const blocks = Math.floor((to - from) / size);
  for (let n = 0; n < blocks; n += 1) {
    const first = from + ((process.pid * 7 + threadId + n) % blocks) * size;
    const claim = await listen(first);
    if (claim === null) continue;
    claim.unref();
    return Array.from({ length: size - 1 }, (_, k) => first + 1 + k);
  }
  throw new Error(`every block of ports from ${from} to ${to} is taken`);
}

async function isFree(port: number): Promise<boolean> {
  const server = await listen(port);
  await new Promise((done) => (server === null ? done(null) : server.close(done)));
  return server !== null;
}

function listen(port: number): Promise<Server | null> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", () => resolve(null));
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}
