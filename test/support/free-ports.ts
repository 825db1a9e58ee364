import { createServer, type Server } from "node:net";

/**
 * Finds ports on loopback that nobody listens on, all different: they are held open together and
 * let go together. Another process may still take one before it is used; a test that starts a
 * server uses them at once.
 */
export async function freePorts(count: number): Promise<number[]> {
  const held = await Promise.all(Array.from({ length: count }, listen));
  const ports = held.map((server) => portOf(server));
  await Promise.all(held.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

/** One such port. */
export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  return Number(port);
}

function listen(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}
