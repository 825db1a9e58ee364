/** Gives every line of a run its vector clock: what a server did before, and what it was told. */
import type { Carried, TraceEvent, TraceHeader } from "#codec";
import { placeText, type Place } from "../../trace/run.js";
import type { Opened } from "../../trace/run-reader.js";
import { ServerFiles } from "../../trace/server-files.js";
import { CannotTell } from "../../trace/stop.js";
import { channelKey, peerOf } from "./message-key.js";

/** Lines of each server that come before a line, or are it. */
export type Clock = ReadonlyMap<number, number>;

/** A line that counts: a header, or an event. */
export interface TimedLine {
  readonly place: Place;
  readonly server: number;
  readonly header: TraceHeader | null;
  readonly event: TraceEvent | null;
  readonly clock: Clock;
}

type Line = Omit<TimedLine, "clock">;

/** One direction of a connection: what was sent, and when what is under way was. */
interface Channel {
  sent: number;
  readonly clocks: Map<number, Clock>;
}

/**
 * The lines of all servers as they are read, causes before their effects. A message whose sender
 * is not in the evidence causes nothing here: judging is not this file's business.
 *
 * @throws BadInput, CannotTell; also when lines wait for each other, as no real run has them.
 */
export async function* timedLines(opened: Opened): AsyncGenerator<TimedLine> {
  const last = await lastSent(opened);
  const channels = new Map<string, Channel>();
  const now = new Map<number, Clock>();
  const queues = opened.lives.map((_, k) => linesOf(opened, k));
  const heads = await Promise.all(queues.map(async (queue) => (await queue.next()).value));
  for (;;) {
    const k = heads.findIndex((line) => line !== undefined && isReady(line, last, channels));
    const line = heads[k];
    if (line === undefined) break;
    heads[k] = (await queues[k]?.next())?.value;
    const { server } = line;
    const clock = tick(server, now.get(server), causeOf(line, channels));
    now.set(server, clock);
    for (const carried of line.event?.out ?? []) {
      const key = channelKey(server, carried);
      const channel = channels.get(key) ?? { sent: 0, clocks: new Map<number, Clock>() };
      channels.set(key, channel);
      channel.sent = Math.max(channel.sent, carried.n);
      channel.clocks.set(carried.n, clock);
    }
    yield { ...line, clock };
  }
  const stuck = heads.flatMap((line) => line ?? []);
  const [first] = stuck;
  if (first === undefined) return;
  const places = stuck.map(({ place }) => placeText(place)).join(", ");
  throw new CannotTell(`each of these lines waits for another one of them: ${places}`, first.place);
}

/** The lines of one server, the first header included. */
async function* linesOf({ starts, lives }: Opened, k: number): AsyncGenerator<Line, undefined> {
  const [start, own] = [starts[k], lives[k]];
  if (start === undefined || own === undefined) return undefined;
  const { place, header } = start;
  yield { place, server: header.server, header, event: null };
  const files = new ServerFiles(header.server, own);
  try {
    for (let nodes = await files.read(); nodes !== null; nodes = await files.read()) yield* nodes;
  } finally {
    await files.close();
  }
  return undefined;
}

/** Goes through all files once: the last message that was sent on each channel. */
async function lastSent(opened: Opened): Promise<ReadonlyMap<string, number>> {
  const last = new Map<string, number>();
  for (const k of opened.lives.keys()) {
    for await (const { server, event } of linesOf(opened, k)) {
      for (const carried of event?.out ?? []) {
        const key = channelKey(server, carried);
        last.set(key, Math.max(last.get(key) ?? 0, carried.n));
      }
    }
  }
  return last;
}

/** The channel of the message that a line reads, and which one it is; null: none. */
function received({ server, event }: Line): { readonly key: string; readonly in: Carried } | null {
  const carried = event?.in;
  const sender = carried === undefined ? null : peerOf(carried.c, server);
  if (carried === undefined || sender === null) return null;
  return { key: channelKey(sender, carried), in: carried };
}

function isReady(
  line: Line,
  last: ReadonlyMap<string, number>,
  channels: ReadonlyMap<string, Channel>,
): boolean {
  const read = received(line);
  if (read === null || (last.get(read.key) ?? 0) < read.in.n) return true;
  return (channels.get(read.key)?.sent ?? 0) >= read.in.n;
}

/** When the message that a line reads was sent; those before it are not under way any more. */
function causeOf(line: Line, channels: ReadonlyMap<string, Channel>): Clock | undefined {
  const read = received(line);
  const clocks = read === null ? undefined : channels.get(read.key)?.clocks;
  if (read === null || clocks === undefined) return undefined;
  const cause = clocks.get(read.in.n);
  for (const n of clocks.keys()) if (n < read.in.n) clocks.delete(n);
  return cause;
}

function tick(server: number, before: Clock = new Map(), cause: Clock = new Map()): Clock {
  const clock = new Map(before);
  for (const [other, count] of cause) clock.set(other, Math.max(clock.get(other) ?? 0, count));
  clock.set(server, (before.get(server) ?? 0) + 1);
  return clock;
}
