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

/**
 * Hands out ports, none of them twice. A server listens on them some time later, and on its quorum
 * port only when it leads: until they are released no other ensemble of this machine gets them.
 */
export class PortPicker {
  private readonly held = new Map<number, () => Promise<void>>();

  /**
   * The first ports, each as far above the one that is wanted as the others are above theirs, that
   * are all free and nobody's; null if there are none.
   */
  async pick(...wanted: readonly number[]): Promise<readonly number[] | null> {
    for (let above = 0; Math.max(...wanted) + above <= LAST_PORT; above += 1) {
      const ports = wanted.map((port) => port + above);
      if (await this.take(ports)) return ports;
    }
    return null;
  }

  /** Gives all of them back. */
  async release(): Promise<void> {
    const releases = [...this.held.values()];
    this.held.clear();
    for (const each of releases) await each();
  }

  /** All of them or none. */
  private async take(ports: readonly number[]): Promise<boolean> {
    const { holdName } = await import("#runtime/node");
    if (ports.some((port) => this.held.has(port))) return false;
    const taken = new Map<number, () => Promise<void>>();
    for (const port of ports) {
      const { release } = await holdName(`zabkeeper-port-${port}`);
      if (release !== null) taken.set(port, release);
      if (release !== null && (await isFree(port))) continue;
      for (const each of taken.values()) await each();
      return false;
    }
    for (const [port, release] of taken) this.held.set(port, release);
    return true;
  }
}
