import { connect, createServer, type Server, type Socket } from "node:net";

/** Length, xid -2, opcode 11. */
const PING = Buffer.from("00000008fffffffe0000000b", "hex");

/** A TCP relay whose connections a test can cut, hold back or refuse. */
export class Proxy {
  readonly port: number;
  /** New connections are closed at once. */
  refusing = false;
  /** Connections accepted so far. */
  accepted = 0;
  /** Pings that passed to the server, but for those in one write with requests. */
  pings = 0;
  private readonly server: Server;
  private readonly pairs = new Set<readonly [Socket, Socket]>();

  static start(target: number): Promise<Proxy> {
    return new Promise((resolve, reject) => {
      const server = createServer({ noDelay: true });
      server.once("error", reject);
      server.listen(0, "127.0.0.1", () => resolve(new Proxy(server, target)));
    });
  }

  private constructor(server: Server, target: number) {
    const address = server.address();
    this.port = typeof address === "object" && address !== null ? address.port : 0;
    this.server = server;
    server.on("connection", (client) => this.relay(client, target));
  }

  /** Ends every connection, without a farewell on either side. */
  cut(): void {
    for (const pair of this.pairs) for (const socket of pair) socket.destroy();
  }

  /** Nothing passes from server to client until `release`; the connections stay open. */
  hold(): void {
    for (const [, server] of this.pairs) server.pause();
  }

  release(): void {
    for (const [, server] of this.pairs) server.resume();
  }

  close(): Promise<void> {
    this.cut();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private relay(client: Socket, target: number): void {
    this.accepted += 1;
    if (this.refusing) {
      client.destroy();
      return;
    }
    const server = connect({ host: "127.0.0.1", port: target, noDelay: true });
    const pair = [client, server] as const;
    this.pairs.add(pair);
    client.on("data", (chunk: Buffer) => {
      if (chunk.equals(PING)) this.pings += 1;
      server.write(chunk);
    });
    server.on("data", (chunk: Buffer) => client.write(chunk));
    for (const socket of pair) {
      socket.on("error", () => undefined);
      socket.on("close", () => {
        for (const other of pair) other.destroy();
        this.pairs.delete(pair);
      });
    }
  }
}
