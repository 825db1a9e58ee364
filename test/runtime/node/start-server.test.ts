import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { ZooKeeper } from "#client";
import { startServer, StartupError } from "#runtime/node";
import { readTree } from "../../support/tree-reader.js";
import { member, standalone, started } from "./support/server.js";
import { temporaryDirectory } from "./support/temporary.js";

/** The error a start ends with. */
async function refusal(config: ReturnType<typeof standalone>): Promise<StartupError> {
  try {
    const server = await startServer(config, { log: () => {} });
    await server.close();
  } catch (error) {
    expect(error).toBeInstanceOf(StartupError);
    expect((error as Error).message).not.toContain("\n");
    return error as StartupError;
  }
  return expect.unreachable("the server started");
}

/** Asks for a session of 10 s. */
const CONNECT_REQUEST = Buffer.from(
  `0000002d${"00".repeat(12)}00002710${"00".repeat(8)}00000010${"00".repeat(17)}`,
  "hex",
);

describe("a server that cannot start", () => {
  it("names the port that is taken, and what to do", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const directory = temporaryDirectory();
    const { message, exitCode } = await refusal(standalone(directory, { clientPort: port }));
    const remedy = "already taken: stop what uses it, or give this server another port";
    expect([message, exitCode]).toEqual([`client port 127.0.0.1:${port}: ${remedy}`, 1]);
    expect(readdirSync(directory)).toEqual([]);
    const line = { id: 1, host: "127.0.0.1", electionPort: 0, role: "participant" as const };
    const servers = [{ ...line, quorumPort: port, client: null }];
    expect((await refusal(standalone(directory, { myid: 1, servers }))).message).toBe(
      `quorum port 127.0.0.1:${port}: ${remedy}`,
    );
  });

  it("names a data directory that cannot be used", async () => {
    const file = join(temporaryDirectory(), "file");
    writeFileSync(file, "");
    const { message, exitCode } = await refusal(standalone(file));
    const reason = "a part of its path is no folder: name a folder this server may read and write";
    expect(message).toBe(`dataDir: ${file}/version-2 cannot be used: ${reason}`);
    expect(exitCode).toBe(3);
    const recordDir = join(file, "run");
    const recording = await refusal(member(temporaryDirectory(), { recordDir }));
    expect([recording.message, recording.exitCode]).toEqual([
      `zabkeeper.recordDir: ${recordDir} cannot be used: ${reason}`,
      3,
    ]);
    const dataLogDir = join(file, "log");
    const log = await refusal(standalone(temporaryDirectory(), { dataLogDir }));
    expect(log.message).toMatch(/^dataDir or dataLogDir: \S+file\/log\/version-2 cannot be used: /);
  });

  it("names the place at which its log is damaged", async () => {
    const directory = temporaryDirectory();
    const { server, address } = await started(standalone(directory));
    const client = await ZooKeeper.connect(address);
    await client.create("/a");
    await client.create("/b");
    await client.close();
    await server.close();
    const path = join(directory, "version-2", "log.1");
    const bytes = readFileSync(path);
    bytes[40] = (bytes[40] as number) ^ 1;
    writeFileSync(path, bytes);
    const { message, exitCode } = await refusal(standalone(directory));
    expect(message).toMatch(/\/log\.1, byte 16: checksum 0x.*: the log is damaged here; restore/);
    expect(exitCode).toBe(1);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });
});

/** All that is answered before the connection ends. */
async function ask(address: string, word: string | Buffer): Promise<string> {
  const [host, port] = address.split(":");
  return await new Promise((resolve, reject) => {
    let text = "";
    const socket = connect({ host: host as string, port: Number(port) });
    socket.on("data", (chunk) => (text += chunk.toString()));
    socket.on("close", () => resolve(text));
    socket.on("error", reject);
    socket.write(word);
  });
}

describe("a server", () => {
  it("records nothing when it is alone, and says so", async () => {
    const recordDir = join(temporaryDirectory(), "run");
    const { server, lines } = await started(standalone(temporaryDirectory(), { recordDir }));
    await server.close();
    expect(lines).toContain(
      "nothing is recorded: a server alone takes no step of the protocol between servers",
    );
    expect(existsSync(recordDir)).toBe(false);
  });

  it("says which release's protocols it speaks, and its own version", async () => {
    const { server, address } = await started(standalone(temporaryDirectory()));
    const text = await ask(address, "srvr");
    expect(text).toMatch(
      /^Zookeeper version: 3\.9\.5-zabkeeper-0\.1\.0, built on \d{4}-\d\d-\d\d \d\d:\d\d UTC/,
    );
    await server.close();
    expect(await server.stopped).toEqual({ code: 0, message: null });
  });

  it("finds its tree again from snapshots that were taken while it changed", async () => {
    const directory = temporaryDirectory();
    const config = standalone(directory, { snapCount: 150 });
    const first = await started(config);
    const client = await ZooKeeper.connect(first.address);
    const paths = Array.from({ length: 600 }, (_, k) => `/n${k}`);
    await Promise.all(paths.map((path) => client.create(path, Buffer.alloc(300, path))));
    await Promise.all(paths.filter((_, k) => k % 3 === 0).map((path) => client.delete(path)));
    const odd = paths.filter((_, k) => k % 3 === 1);
    await Promise.all(odd.map((path) => client.setData(path, Buffer.from(path))));
    const before = await readTree(first.address);
    await client.close();
    await first.server.close();
    const names = readdirSync(join(directory, "version-2"));
    // Besides snapshot.0 and the first log; how many more depends on how long each one took.
    expect(names.filter((name) => name.startsWith("snapshot.")).length).toBeGreaterThan(1);
    expect(names.filter((name) => name.startsWith("log.")).length).toBeGreaterThan(1);
    const second = await started(config);
    expect(second.lines[0]).toMatch(/^recovered \d+ log entries after a snapshot/);
    expect(await readTree(second.address)).toEqual(before);
    expect(before.size).toBeGreaterThan(400);
    await second.server.close();
  });

  it("stops with one line when its disk fails, and acknowledges nothing after that", async () => {
    const directory = temporaryDirectory();
    const { server, address, lines } = await started(standalone(directory));
    // The name of the log that the first txn begins is taken: it cannot be opened.
    writeFileSync(join(directory, "version-2", "log.1"), "");
    const answer = ask(address, CONNECT_REQUEST);
    expect(await server.stopped).toMatchObject({ code: 1 });
    const said = lines.filter((line) => line.startsWith("stopped"));
    expect(said).toEqual([
      expect.stringMatching(/^stopped: the disk failed, nothing more is acknowledged: EEXIST/),
    ]);
    expect(await answer).toBe("");
    await server.close();
    expect(await server.stopped).toMatchObject({ code: 1 });
  });
});
