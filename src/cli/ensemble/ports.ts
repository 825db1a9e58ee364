import { createServer } from "node:net";

const LAST_PORT = 65_535;
export const LOOPBACK = "127.0.0.1";

/** Whether a server of this machine could listen on the port of loopback now. */
function isFree(port: number): Promise<boolean> {
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

  /**
   * The first two ports, as far above the two that are wanted as each other, that are both free and
   * not handed out; null if there are none. Only a leader listens on its quorum port, so a free
   * one may be another ensemble's: its election port, on which every server listens, tells.
   */
  async pickBoth(one: number, other: number): Promise<readonly [number, number] | null> {
    for (let above = 0; Math.max(one, other) + above <= LAST_PORT; above += 1) {
      const ports = [one + above, other + above] as const;
      if (ports.some((port) => this.taken.has(port))) continue;
      if (!(await isFree(ports[0])) || !(await isFree(ports[1]))) continue;
      for (const port of ports) this.taken.add(port);
      return ports;
    }
    return null;
  }

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
