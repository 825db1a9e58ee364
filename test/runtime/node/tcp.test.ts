import { createServer, Socket, type Server } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import type { ByteStream } from "#runtime";
import { nodeTimers, portProblem, probe, tcpNetwork } from "#runtime/node";
import { freePort } from "../../support/free-ports.js";
import { PATIENCE, pause, until } from "../../support/wait.js";

const HOST = "127.0.0.1";

/** Remembers what a stream said. */
class Ear {
  readonly chunks: Buffer[] = [];
  drains = 0;
  readonly reasons: string[] = [];

  onData(chunk: Buffer): void {
    this.chunks.push(chunk);
  }

  onDrain(): void {
    this.drains += 1;
  }

  onClose(reason: string): void {
    this.reasons.push(reason);
  }

  get text(): string {
    return Buffer.concat(this.chunks).toString("latin1");
  }
}

/** A stream as a listener accepts it, and the plain socket at its other end. */
async function pair(): Promise<{ stream: ByteStream; peer: Socket; listening: number }> {
  let accepted: (stream: ByteStream) => void = () => {};
  const arrival = new Promise<ByteStream>((resolve) => {
    accepted = resolve;
  });
  const address = { host: HOST, port: 0 };
  const listener = tcpNetwork.listen(address, accepted, (reason) => expect.unreachable(reason));
  while (listener.port === 0) await pause(1);
  const listening = listener.port;
  const peer = new Socket();
  peer.on("error", () => {});
  peer.connect(listening, HOST);
  const stream = await arrival;
  onTestFinished(() => {
    stream.destroy();
    peer.destroy();
    listener.close();
  });
  return { stream, peer, listening };
}

describe("a stream", () => {
  it("knows its ends", async () => {
    const { stream, peer, listening } = await pair();
    const { localPort, remotePort, remoteAddress } = stream;
    expect({ localPort, remotePort, remoteAddress }).toEqual({
      localPort: listening,
      remotePort: peer.localPort,
      remoteAddress: HOST,
    });
  });

  it("loses nothing that came before anybody listened, not even its end", async () => {
    const { stream, peer } = await pair();
    peer.write("one ");
    await pause(20);
    peer.end("two");
    await pause(50);
    const ear = new Ear();
    stream.handler = ear;
    await until("the end has come", () => ear.reasons.length > 0);
    expect([ear.text, ear.reasons]).toEqual(["one two", ["closed by the peer"]]);
  });

  it("can be handed on while it tells what it kept", async () => {
    const { stream, peer } = await pair();
    peer.write("one");
    await pause(20);
    peer.write("two");
    await pause(20);
    const ear = new Ear();
    const nothing = { onDrain() {}, onClose() {} };
    const first: Buffer[] = [];
    stream.handler = {
      ...nothing,
      onData: (chunk) => {
        first.push(chunk);
        stream.handler = ear;
      },
    };
    const told = () => Buffer.concat(first).toString() + ear.text;
    await until("all has come", () => told().length >= 6);
    // On a slow machine the two may have come as one.
    expect([first.length, told()]).toEqual([1, "onetwo"]);
  });

  it("reports its end once, whoever ended it, and how often", async () => {
    const { stream } = await pair();
    const ear = new Ear();
    stream.handler = ear;
    stream.end();
    stream.destroy();
    stream.destroy();
    stream.end();
    stream.write(Buffer.from("too late"));
    await until("it has ended", () => ear.reasons.length > 0);
    await pause(30);
    expect(ear.reasons).toEqual(["closed by this server"]);
  });

  it("says why when the connection is reset", async () => {
    const { stream, peer } = await pair();
    const ear = new Ear();
    stream.handler = ear;
    peer.resetAndDestroy();
    await until("it has ended", () => ear.reasons.length > 0);
    expect(ear.reasons).toEqual([expect.stringContaining("ECONNRESET")]);
  });

  it("has a backlog while the peer does not read, and says when it is gone", async () => {
    const { stream, peer } = await pair();
    const ear = new Ear();
    stream.handler = ear;
    peer.pause();
    const size = 32 * 1024 * 1024;
    stream.write(Buffer.alloc(size));
    expect(stream.backlog).toBeGreaterThan(1024 * 1024);
    expect(ear.drains).toBe(0);
    let received = 0;
    peer.on("data", (chunk: Buffer) => {
      received += chunk.length;
    });
    peer.resume();
    await until("the backlog is gone", () => ear.drains > 0);
    expect(stream.backlog).toBe(0);
    await until("all has come", () => received === size);
  });

  it("lets what was written leave before it ends, and hears nothing after that", async () => {
    const { stream, peer } = await pair();
    const ear = new Ear();
    stream.handler = ear;
    const received = new Ear();
    peer.on("data", (chunk: Buffer) => received.onData(chunk));
    const size = 4 * 1024 * 1024;
    stream.write(Buffer.alloc(size, "x"));
    stream.end();
    stream.write(Buffer.from("never"));
    peer.write("unheard");
    await until("it has ended", () => ear.reasons.length > 0);
    await until("all has come", () => received.text.length >= size);
    expect([received.text.length, ear.text]).toEqual([size, ""]);
  });

  it("lets a peer that never says goodbye go after two seconds", async () => {
    const { stream, peer } = await pair();
    const ear = new Ear();
    stream.handler = ear;
    peer.allowHalfOpen = true;
    peer.pause();
    stream.write(Buffer.alloc(32 * 1024 * 1024));
    const start = performance.now();
    stream.end();
    await until("it has ended", () => ear.reasons.length > 0);
    expect(performance.now() - start).toBeGreaterThan(1900);
  });

  it("stops reading while it is paused", async () => {
    const { stream, peer } = await pair();
    const ear = new Ear();
    stream.handler = ear;
    stream.pause();
    peer.write("later");
    await pause(30);
    expect(ear.text).toBe("");
    stream.resume();
    await until("it reads again", () => ear.text === "later");
  });
});

/** A server that accepts at most one connection more, and does not answer. */
async function plainServer(): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => socket.on("error", () => {}));
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return { server, port: typeof address === "object" ? (address?.port ?? 0) : 0 };
}

/** What a call of `connect` tells. */
async function outcome(host: string, port: number, timeout: number) {
  return await new Promise<{ stream: ByteStream | null; reason: string }>((resolve) => {
    tcpNetwork.connect({ host, port }, timeout, (stream, reason) => resolve({ stream, reason }));
  });
}

describe("connecting", () => {
  it("yields a stream that carries bytes both ways", async () => {
    const { port, server } = await plainServer();
    server.on("connection", (socket) => socket.pipe(socket));
    const { stream } = await outcome(HOST, port, PATIENCE);
    const ear = new Ear();
    (stream as ByteStream).handler = ear;
    stream?.write(Buffer.from("echo"));
    await until("the echo has come", () => ear.text === "echo");
    stream?.destroy();
  });

  it.each([HOST, "localhost"])("says why there is nobody at %s", async (host) => {
    const { stream, reason } = await outcome(host, await freePort(), PATIENCE);
    expect(stream).toBeNull();
    expect(reason).toContain("ECONNREFUSED");
  });

  it("gives up when its time is over, and tells so once", async () => {
    const { port } = await plainServer();
    const told: string[] = [];
    // The timer of 1 ms is due before the turn that would see the connection.
    tcpNetwork.connect({ host: HOST, port }, 1, (_stream, reason) => told.push(reason));
    const until = performance.now() + 20;
    while (performance.now() < until);
    await pause(50);
    expect(told).toEqual(["no answer within 1 ms"]);
  });

  it("tells nothing once it is cancelled", async () => {
    const { port } = await plainServer();
    const cancel = tcpNetwork.connect({ host: HOST, port }, 100, () => expect.unreachable());
    cancel();
    cancel();
    await pause(150);
  });
});

describe("listening", () => {
  it("says what is wrong with a port and what to do about it", async () => {
    const { port } = await plainServer();
    const taken = "already taken: stop what uses it, or give this server another port";
    const reason = await new Promise<string>((resolve) => {
      tcpNetwork.listen({ host: HOST, port }, () => {}, resolve);
    });
    expect(reason).toBe(taken);
    expect(await probe({ host: HOST, port })).toBe(taken);
    expect(await probe({ host: "192.0.2.1", port: 0 })).toBe(
      "this machine does not have that address: correct the host",
    );
    expect(await probe({ host: HOST, port: 0 })).toBeNull();
    const denied = Object.assign(new Error("listen EACCES"), { code: "EACCES" });
    expect(portProblem(denied)).toMatch(/^not permitted: ports below 1024 need root/);
    expect(portProblem(new Error("something else"))).toBe("something else");
  });

  it("leaves its connections alone when it is closed", async () => {
    const accepted: ByteStream[] = [];
    const listener = tcpNetwork.listen(
      { host: HOST, port: 0 },
      (stream) => accepted.push(stream),
      (reason) => expect.unreachable(reason),
    );
    while (listener.port === 0) await pause(1);
    const { stream } = await outcome(HOST, listener.port, PATIENCE);
    const ear = new Ear();
    (stream as ByteStream).handler = ear;
    await until("it is accepted", () => accepted.length > 0);
    listener.close();
    await pause(20);
    accepted[0]?.write(Buffer.from("still here"));
    await until("it has come", () => ear.text === "still here");
    stream?.destroy();
    accepted[0]?.destroy();
  });
});

describe("timers", () => {
  it("fire once or again and again, and not after they were cancelled", async () => {
    const fired: string[] = [];
    nodeTimers.after(5, () => fired.push("after"));
    nodeTimers.after(5, () => fired.push("never"))();
    const cancel = nodeTimers.every(5, () => fired.push("every"));
    const every = () => fired.filter((what) => what === "every").length;
    await until("it fires again and again", () => fired.includes("after") && every() > 3);
    cancel();
    const count = fired.length;
    expect(fired.filter((what) => what === "after").length).toBe(1);
    expect(fired).not.toContain("never");
    await pause(30);
    expect(fired.length).toBe(count);
  });

  it("wait for longer than Node can count", async () => {
    const cancels = [
      nodeTimers.after(2 ** 40, () => expect.unreachable()),
      nodeTimers.every(2 ** 40, () => expect.unreachable()),
    ];
    await pause(30);
    for (const cancel of cancels) cancel();
  });

  it("end a turn after what was ready, and tell the time and a number", async () => {
    const order: string[] = [];
    nodeTimers.endOfTurn(() => order.push("end"));
    queueMicrotask(() => order.push("ready"));
    await new Promise<void>((resolve) => nodeTimers.nextTurn(resolve));
    expect(order).toEqual(["ready", "end"]);
    const before = Date.now();
    const told = nodeTimers.wall();
    expect(told >= before && told <= Date.now()).toBe(true);
    const drawn = Array.from({ length: 200 }, () => nodeTimers.random(3));
    expect(new Set(drawn)).toEqual(new Set([0, 1, 2]));
  });
});
