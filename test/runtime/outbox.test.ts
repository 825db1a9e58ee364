import { Outbox, Turn } from "#runtime";
import { describe, expect, it } from "vitest";
import { MemoryNetwork, MemoryWorld, type MemoryStream } from "../support/memory-ports.js";

/** An outbox at one end of a connection, and what has come out of the other. */
function connection() {
  const world = new MemoryWorld(81);
  const [here, there] = [world.process("here"), world.process("there")];
  const seen = { text: "", closed: false };
  const network = new MemoryNetwork(here);
  new MemoryNetwork(there).listen({ host: "127.0.0.1", port: 1 }, (stream) => {
    stream.handler = {
      onData: (chunk) => void (seen.text += chunk.toString()),
      onDrain: () => {},
      onClose: () => void (seen.closed = true),
    };
  });
  let opened: MemoryStream | null = null;
  network.connect({ host: "127.0.0.1", port: 1 }, 100, (stream) => {
    opened = stream as MemoryStream;
  });
  world.settle();
  const stream = opened as unknown as MemoryStream;
  const flushed: string[] = [];
  const turn = new Turn(
    here.timers,
    () => flushed.push(`lines before "${seen.text}"`),
    () => flushed.push("disk"),
  );
  const outbox = new Outbox(stream, turn, here.timers);
  stream.handler = { onData() {}, onDrain: () => outbox.drained(), onClose: () => outbox.drop() };
  const say = (text: string) => outbox.out.bytes(Buffer.from(text));
  return { world, here, stream, outbox, say, seen, flushed };
}

function* chunks(count: number, bytes: number): Generator<Buffer> {
  for (let k = 0; k < count; k += 1) yield Buffer.alloc(bytes, 0x30 + (k % 10));
}

describe("an outbox", () => {
  it("hands over at the end of the turn what was encoded in it, after the lines", () => {
    const { world, say, seen, flushed } = connection();
    say("one ");
    say("two");
    expect(seen.text).toBe("");
    world.settle();
    expect(seen.text).toBe("one two");
    expect(flushed).toEqual(['lines before ""', "disk"]);
  });

  it("puts a stream exactly between what was encoded before it and what was behind it", () => {
    const { world, say, outbox, seen } = connection();
    say("<");
    outbox.stream(chunks(12, 1));
    say(">");
    world.turn();
    say("!");
    world.settle();
    expect(seen.text).toBe("<012345678901>!");
  });

  it("lets what waits behind a stream leave with a turn, after the lines of its steps", () => {
    const { world, say, outbox, seen, stream, flushed } = connection();
    const slow = function* () {
      for (const chunk of chunks(3, 1)) {
        world.now += 5;
        yield chunk;
      }
    };
    outbox.stream(slow());
    world.turn();
    say("late");
    const write = stream.write.bind(stream);
    let before: string | undefined;
    stream.write = (bytes) => {
      if (Buffer.from(bytes).includes("late")) before = flushed.at(-1);
      write(bytes);
    };
    world.settle();
    expect(seen.text).toBe("012late");
    expect(before).toContain("lines before");
  });

  it("rests while the network takes nothing, and goes on when it does", () => {
    const { world, here, outbox, seen, stream, say } = connection();
    stream.stalled = true;
    outbox.stream(chunks(100, 100_000));
    say("end");
    world.settle(1_000);
    expect(stream.backlog).toBeGreaterThan(4_000_000);
    expect(stream.backlog).toBeLessThan(5_000_000);
    expect(here.ready).toHaveLength(0);
    for (let k = 0; k < 9 && !seen.text.endsWith("end"); k += 1) {
      stream.stalled = false;
      stream.stalled = true;
      world.settle(10_000);
    }
    stream.stalled = false;
    world.settle();
    expect(seen.text.length).toBe(10_000_003);
  });

  it("closes after everything encoded so far has left", () => {
    const { world, say, outbox, seen } = connection();
    say("bye");
    outbox.end();
    outbox.end();
    world.settle();
    expect(seen).toEqual({ text: "bye", closed: true });
    expect(outbox.backlog).toBe(0);
  });

  it("closes at once in the middle of a stream, which is no use in parts", () => {
    const { world, outbox, seen, stream } = connection();
    stream.stalled = true;
    outbox.stream(chunks(100, 100_000));
    world.settle();
    outbox.end();
    world.settle();
    expect(seen.closed).toBe(true);
  });

  it("says nothing any more once its connection is over", () => {
    const { world, say, outbox, seen } = connection();
    outbox.drop();
    say("never");
    world.settle();
    expect(seen.text).toBe("");
  });
});
