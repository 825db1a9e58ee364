import { createServer } from "node:net";

const LAST_PORT = 65_535;
export const LOOPBACK = "127.0.0.1";

/** Whether a server of this machine could listen on the port of loopback now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ host: LOOPBACK, port, exclusive: true }, () => {
      server.close(() => resolve(true));
    });
  });
}

/** Hands out ports, none of them twice. */
export class PortPicker {
  private readonly taken = new Set<number>();

  /** The first port from `wanted` upwards that is free and not handed out; null if there is none. */
  async pick(wanted: number): Promise<number | null> {
    for (let port = wanted; port <= LAST_PORT; port += 1) {
      if (this.taken.has(port) || !(await isFree(port))) continue;
      this.taken.add(port);
      return port;
    }
    return null;
  }
}
