import { parentPort, workerData } from "node:worker_threads";
import { opCode } from "#codec";
import { Connection } from "./connection.js";

/** What the worker is told: which ports to ping, and how long to wait between two pings. */
export interface PingWork {
  readonly ports: readonly number[];
  readonly everyMs: number;
}

/** One answered ping. Times in ms since 1970, comparable with those of files. */
export interface Ping {
  readonly port: number;
  readonly sentAt: number;
  readonly latency: number;
}

/** What the worker sends: `ready` when it pings, and all pings when it has been told to end. */
export type PingReport = "ready" | readonly Ping[] | { readonly failed: string };

const OPEN_MS = 5000;

const wallClock = () => performance.timeOrigin + performance.now();

/** Pings each port on a session of its own, one ping at a time. */
async function start({ ports, everyMs }: PingWork): Promise<readonly Ping[]> {
  const pings: Ping[] = [];
  for (const port of ports) {
    const connection = await Connection.open(port, OPEN_MS);
    const request = Buffer.alloc(12);
    request.writeInt32BE(8, 0);
    request.writeInt32BE(-2, 4);
    request.writeInt32BE(opCode.ping, 8);
    let sentAt = 0;
    const send = () => {
      sentAt = wallClock();
      connection.write(Buffer.from(request));
    };
    connection.listener = {
      reply() {
        pings.push({ port, sentAt, latency: wallClock() - sentAt });
        setTimeout(send, everyMs);
      },
      chunk() {},
      failed: ({ message }) => report({ failed: message }),
    };
    send();
  }
  return pings;
}

function report(message: PingReport): void {
  parentPort?.postMessage(message);
}

start(workerData as PingWork).then(
  (pings) => {
    parentPort?.once("message", () => {
      report(pings);
      process.exit(0);
    });
    report("ready");
  },
  (error: unknown) => report({ failed: String(error) }),
);
