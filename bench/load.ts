import { Connection } from "./connection.js";
import {
  GET_REPLY_SIZE,
  createOne,
  createTemplate,
  getTemplate,
  put,
  syncOne,
  type Template,
} from "./requests.js";
import { spread, type Spread } from "./statistics.js";
import { within } from "./wait.js";

/** One run of the load client. It ends at `operations` or at `milliseconds`, whichever is first. */
export interface Load {
  readonly kind: "create" | "get";
  /** Connections are spread over these in turn. */
  readonly ports: readonly number[];
  readonly connections: number;
  /** Requests under way on each connection. */
  readonly outstanding: number;
  readonly operations: number;
  readonly milliseconds: number;
  /** The node below which nodes are made, or are read. */
  readonly parent: string;
  /** How many nodes there are to read; for "create" nothing. */
  readonly nodes: number;
  /** Requests are sent at this pace, as far as the windows allow; absent: as fast as they do. */
  readonly perSecond?: number;
}

export interface LoadResult {
  readonly operations: number;
  readonly perSecond: number;
  /** Milliseconds from the moment a request was written to the arrival of its reply. */
  readonly latency: Spread;
  /** CPU seconds of the client, which shares the machine with the servers. */
  readonly clientCpu: number;
}

const OPEN_MS = 10_000;
const DRAIN_MS = 20_000;
/** Reads walk over the nodes in steps of a prime, so that neighbours are not read in a row. */
const STRIDE = 7919;
/** ms between two looks at what a pace allows. */
const BEAT = 5;

/** What all connections of a run share. */
class Run {
  readonly latencies: Float64Array;
  readonly template: Template;
  /** A shorter reply does not hold what was asked for. */
  readonly leastReply: number;
  done = 0;
  end = 0;
  #sent = 0;
  #serial = 0;
  readonly #load: Load;
  readonly #deadline: number;

  constructor(load: Load) {
    this.#load = load;
    this.latencies = new Float64Array(load.operations);
    this.template = load.kind === "create" ? createTemplate(load.parent) : getTemplate(load.parent);
    this.leastReply = load.kind === "get" ? GET_REPLY_SIZE : 0;
    this.#deadline = performance.now() + load.milliseconds;
  }

  /** Whether nothing more will be sent. */
  isOver(now: number): boolean {
    return now >= this.#deadline || this.#sent === this.#load.operations;
  }

  /** How many requests each connection may have sent in so many ms. */
  due(milliseconds: number): number {
    const { perSecond, connections } = this.#load;
    if (perSecond === undefined) return Infinity;
    return Math.ceil((milliseconds * perSecond) / connections / 1000);
  }

  /** How many of `wanted` requests may still be sent. */
  take(wanted: number, now: number): number {
    if (now >= this.#deadline) return 0;
    const count = Math.min(wanted, this.#load.operations - this.#sent);
    this.#sent += count;
    return count;
  }

  put(out: Buffer, at: number, xid: number): void {
    const { kind, nodes } = this.#load;
    const number = kind === "create" ? this.#serial : (this.#serial * STRIDE) % nodes;
    this.#serial += 1;
    put(out, at, this.template, xid, number);
  }
}

/** One connection of a run: keeps its window full until nothing more may be sent. */
class Lane {
  readonly #run: Run;
  readonly #connection: Connection;
  readonly #window: number;
  /** When each request under way was sent: a ring, for replies come in order. */
  readonly #sentAt: Float64Array;
  #next = 0;
  #oldest = 0;
  #now = 0;
  readonly #begun = performance.now();

  constructor(run: Run, connection: Connection, window: number) {
    this.#run = run;
    this.#connection = connection;
    this.#window = window;
    this.#sentAt = new Float64Array(window);
  }

  /** Resolves when every request has been answered; rejects on the first error. */
  async work(): Promise<void> {
    let beat: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        const goOn = () => {
          this.#fill();
          if (this.#next === this.#oldest && this.#run.isOver(performance.now())) resolve();
        };
        this.#connection.listener = {
          reply: (xid, error, size) => {
            const fits = xid === this.#oldest + 1 && size >= this.#run.leastReply;
            if (error !== 0 || !fits) {
              const found = `xid ${xid}, error ${error}, ${size} bytes`;
              reject(new Error(`request ${this.#oldest + 1} was answered with ${found}`));
            }
            this.#answered();
          },
          chunk: goOn,
          failed: reject,
        };
        goOn();
        if (this.#run.due(0) === 0) beat = setInterval(goOn, BEAT);
      });
    } finally {
      clearInterval(beat);
    }
  }

  #answered(): void {
    const run = this.#run;
    if (this.#now === 0) this.#now = performance.now();
    run.latencies[run.done] = this.#now - (this.#sentAt[this.#oldest % this.#window] ?? 0);
    run.done += 1;
    run.end = this.#now;
    this.#oldest += 1;
  }

  #fill(): void {
    this.#now = 0;
    const run = this.#run;
    const now = performance.now();
    const room = this.#window - (this.#next - this.#oldest);
    const due = run.due(now - this.#begun) - this.#next;
    const count = run.take(Math.max(0, Math.min(room, due)), now);
    if (count === 0) return;
    const size = run.template.frame.length;
    const out = Buffer.allocUnsafe(count * size);
    for (let i = 0; i < count; i += 1) {
      this.#sentAt[this.#next % this.#window] = now;
      this.#next += 1;
      run.put(out, i * size, this.#next);
    }
    this.#connection.write(out);
  }
}

/**
 * Runs a load to its end.
 * @throws Error when a connection is lost, a reply is an error, or the last replies do not come.
 */
export async function runLoad(load: Load): Promise<LoadResult> {
  const connections = await openAll(load);
  try {
    if (load.kind === "create") await createParent(load);
    const run = new Run(load);
    const cpu = process.cpuUsage();
    const start = performance.now();
    const lanes = connections.map((each) => new Lane(run, each, load.outstanding).work());
    await within(load.milliseconds + DRAIN_MS, "replies are missing", Promise.all(lanes));
    const used = process.cpuUsage(cpu);
    return {
      operations: run.done,
      perSecond: (run.done / (run.end - start)) * 1000,
      latency: spread(run.latencies.subarray(0, run.done)),
      clientCpu: (used.user + used.system) / 1e6,
    };
  } finally {
    for (const each of connections) each.close();
  }
}

async function openAll({ ports, connections }: Load): Promise<Connection[]> {
  const opening = Array.from({ length: connections }, (_, k) =>
    Connection.open(ports[k % ports.length] as number, OPEN_MS),
  );
  const settled = await Promise.allSettled(opening);
  const open = settled.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  const refused = settled.find((each) => each.status === "rejected");
  if (refused === undefined) return open;
  for (const each of open) each.destroy();
  throw refused.reason;
}

/** Makes the parent on the first server, then waits until every server has it. */
async function createParent({ ports, parent }: Load): Promise<void> {
  await createNode(ports[0] as number, parent, OPEN_MS);
  for (const port of new Set(ports)) await syncWith(port, parent);
}

/** Creates one node; rejects when it is not acknowledged within `ms`. */
export async function createNode(port: number, path: string, ms: number): Promise<void> {
  const connection = await Connection.open(port, ms);
  await answered(connection, createOne(path), ms, `create ${path}`);
  connection.close();
}

/** Waits until the server has applied everything that was committed before now. */
export async function syncWith(port: number, path: string): Promise<void> {
  const connection = await Connection.open(port, OPEN_MS);
  await answered(connection, syncOne(path), OPEN_MS, `sync ${path}`);
  connection.close();
}

async function answered(connection: Connection, request: Buffer, ms: number, what: string) {
  const reply = new Promise<void>((resolve, reject) => {
    connection.listener = {
      reply: (_, error) => {
        if (error === 0) resolve();
        else reject(new Error(`${what} was answered with error ${error}`));
      },
      chunk() {},
      failed: reject,
    };
    connection.write(request);
  });
  try {
    await within(ms, what, reply);
  } catch (error) {
    connection.destroy();
    throw error;
  }
}
