import type { ServerConfig } from "#codec";
import { startServer, type RunningServer } from "#runtime/node";

/** A standalone server on any free port of loopback. */
export function standalone(dataDir: string, more: Partial<ServerConfig> = {}): ServerConfig {
  return {
    tickTime: 2000,
    initLimit: 10,
    syncLimit: 5,
    dataDir,
    dataLogDir: dataDir,
    clientPort: 0,
    clientAddress: "127.0.0.1",
    myid: null,
    servers: [],
    maxClientCnxns: 60,
    minSessionTimeout: 4000,
    maxSessionTimeout: 40000,
    snapCount: 100_000,
    snapRetainCount: 3,
    purgeIntervalHours: 0,
    fourLetterWords: ["srvr"],
    fourLetterWordsLoopbackOnly: false,
    juteMaxBuffer: 0xfffff,
    recordDir: null,
    ...more,
  };
}

/** Server 1 of three, which is not to come so far as to serve. */
export function member(dataDir: string, more: Partial<ServerConfig> = {}): ServerConfig {
  const ports = { quorumPort: 0, electionPort: 0 };
  const servers = [1, 2, 3].map((id) => {
    return { id, host: "127.0.0.1", ...ports, role: "participant" as const, client: null };
  });
  return standalone(dataDir, { myid: 1, servers, ...more });
}

/** Starts a server and what it said meanwhile. */
export async function started(config: ServerConfig): Promise<{
  readonly server: RunningServer;
  readonly address: string;
  readonly lines: string[];
}> {
  const lines: string[] = [];
  const server = await startServer(config, { log: (line) => lines.push(line) });
  while (server.clientPort === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  return { server, address: `127.0.0.1:${server.clientPort}`, lines };
}
