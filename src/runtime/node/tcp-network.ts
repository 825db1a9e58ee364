import { connect, createServer, type AddressInfo } from "node:net";
import type { Address, ByteStream, Cancel, Listener, Network } from "#runtime";
import { TcpStream } from "./tcp-stream.js";

/** Connections that may wait to be accepted. */
const BACKLOG = 512;

/** Why a port cannot be had, and what to do about it. */
export function portProblem(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case "EADDRINUSE":
      return "already taken: stop what uses it, or give this server another port";
    case "EACCES":
      return "not permitted: ports below 1024 need root, choose a higher one";
    case "EADDRNOTAVAIL":
      return "this machine does not have that address: correct the host";
    default:
      return error.message;
  }
}

/** Of several addresses of one name Node reports an error without a message of its own. */
function reasonOf(error: NodeJS.ErrnoException): string {
  const [first] = error instanceof AggregateError ? (error.errors as Error[]) : [];
  return first?.message ?? error.message;
}

/** TCP by Node. */
export const tcpNetwork: Network = {
  connect(address, timeout, done): Cancel {
    const socket = connect({ host: address.host, port: address.port });
    let over = false;
    const settle = (stream: ByteStream | null, reason: string) => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      if (stream === null) socket.destroy();
      done(stream, reason);
    };
    const timer = setTimeout(() => settle(null, `no answer within ${timeout} ms`), timeout);
    socket.once("error", (error) => settle(null, reasonOf(error)));
    socket.once("connect", () => settle(new TcpStream(socket), ""));
    return () => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      socket.destroy();
    };
  },

  listen(address, accept, failed): Listener {
    const server = createServer((socket) => accept(new TcpStream(socket)));
    server.on("error", (error: NodeJS.ErrnoException) => failed(portProblem(error)));
    server.listen({ host: address.host, port: address.port, backlog: BACKLOG });
    return {
      get port() {
        return (server.address() as AddressInfo | null)?.port ?? address.port;
      },
      close: () => server.close(),
    };
  },
};

/** Whether a port can be listened on now; null when it can, else why not. */
export async function probe(address: Address): Promise<string | null> {
  return await new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(portProblem(error)));
    server.listen({ host: address.host, port: address.port }, () => {
      server.close(() => resolve(null));
    });
  });
}
