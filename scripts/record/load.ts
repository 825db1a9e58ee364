import { ZooKeeper, ZooKeeperError } from "#client";
import { pause, until } from "../../test/support/wait.js";

/** How hard a load is. */
export interface Pace {
  /** Operations under way at once: several, so that a death always catches some. */
  readonly width: number;
  /** Milliseconds between the answer to one of them and the next. */
  readonly pause: number;
}

const USUAL: Pace = { width: 3, pause: 90 };
/** For runs of several seconds. */
export const SLOW: Pace = { width: 2, pause: 250 };
const SESSION_TIMEOUT = 20_000;

/** A client that writes without end, goes on at another server when one dies, and counts. */
export class Load {
  readonly #client: ZooKeeper;
  readonly #root: string;
  readonly #workers: Promise<void>[];
  #stopped = false;
  #asked = 0;
  #acknowledged = 0;

  private constructor(client: ZooKeeper, root: string, { width, pause }: Pace) {
    this.#client = client;
    this.#root = root;
    this.#workers = Array.from({ length: width }, () => this.#write(pause));
  }

  /** Begins to write below `root`, which must not exist yet. */
  static async start(servers: string, root: string, how: Pace = USUAL): Promise<Load> {
    const client = await ZooKeeper.connect(servers, { sessionTimeout: SESSION_TIMEOUT });
    await client.create(root, "");
    return new Load(client, root, how);
  }

  /** Waits until so many more writes are acknowledged. */
  async more(count: number): Promise<void> {
    const goal = this.#acknowledged + count;
    await until(`${count} more writes`, () => this.#acknowledged >= goal);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#workers);
    await this.#client.whenConnected();
    await this.#client.close();
  }

  async #write(milliseconds: number): Promise<void> {
    while (!this.#stopped) {
      this.#asked += 1;
      const k = this.#asked;
      const path = `${this.#root}/${k}`;
      const written =
        k % 4 === 0
          ? this.#client.setData(this.#root, `value ${k}`)
          : this.#client.create(path, `value ${k}`);
      await written.then(
        () => (this.#acknowledged += 1),
        (error: unknown) => {
          if (!(error instanceof ZooKeeperError)) throw error;
        },
      );
      await pause(milliseconds);
    }
  }
}

/** Writes so often below `root` through one server, and leaves. */
export async function writes(server: string, root: string, count: number): Promise<void> {
  const client = await ZooKeeper.connect(server, { sessionTimeout: SESSION_TIMEOUT });
  try {
    await client.create(root, "");
    for (let k = 1; k < count - 1; k += 1) {
      if (k % 3 === 0) await client.setData(root, `value ${k}`);
      else await client.create(`${root}/${k}`, `value ${k}`);
    }
    if (count > 2) await client.delete(`${root}/1`);
  } finally {
    await client.close();
  }
}
