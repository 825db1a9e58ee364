/** Gives every line of a run its vector clock: what a server did before, and what it was told. */
import type { TraceEvent, TraceHeader } from "#codec";
import { placeText, type Place, type Run } from "../../trace/run.js";
import { CannotTell } from "../../trace/stop.js";
import { messageKey, peerOf } from "./message-key.js";

/** A line that counts: a header, or an event. */
export interface TimedLine {
  readonly place: Place;
  readonly server: number;
  readonly header: TraceHeader | null;
  readonly event: TraceEvent | null;
  /** Lines of each server that come before this one, or are this one. */
  readonly clock: ReadonlyMap<number, number>;
}

type Line = Omit<TimedLine, "clock">;

/**
 * The lines of all servers, causes before their effects. A message whose sender is not in the
 * evidence causes nothing here: judging is not this file's business.
 *
 * @throws CannotTell when lines wait for each other, as no real run has them.
 */
export function timedLines(run: Run): readonly TimedLine[] {
  const queues = run.servers.map((server) => ({ lines: linesOf(run, server), next: 0 }));
  const sends = new Set(queues.flatMap(({ lines }) => lines.flatMap(sentKeys)));
  const sent = new Map<string, TimedLine>();
  const now = new Map<number, ReadonlyMap<number, number>>();
  const timed: TimedLine[] = [];
  for (;;) {
    const ready = queues.find(({ lines, next }) => {
      const line = lines[next];
      return line !== undefined && isReady(line, sends, sent);
    });
    const line = ready?.lines[ready.next];
    if (ready === undefined || line === undefined) break;
    ready.next += 1;
    const cause = sent.get(receivedKey(line) ?? "");
    const clock = tick(line.server, now.get(line.server), cause?.clock);
    now.set(line.server, clock);
    const one = { ...line, clock };
    timed.push(one);
    for (const key of sentKeys(line)) sent.set(key, one);
  }
  const stuck = queues.flatMap(({ lines, next }) => lines.slice(next, next + 1));
  const [first] = stuck;
  if (first === undefined) return timed;
  const places = stuck.map(({ place }) => placeText(place)).join(", ");
  throw new CannotTell(`each of these lines waits for another one of them: ${places}`, first.place);
}

function linesOf(run: Run, server: number): Line[] {
  return (run.lives.get(server) ?? []).flatMap(({ file, header, events }) => [
    { place: { file, line: 1 }, server, header, event: null },
    ...events.map(({ place, event }) => ({ place, server, header: null, event })),
  ]);
}

const sentKeys = ({ server, event }: Line): string[] =>
  (event?.out ?? []).map((carried) => messageKey(server, carried));

function receivedKey({ server, event }: Line): string | null {
  if (event?.in === undefined) return null;
  const sender = peerOf(event.in.c, server);
  return sender === null ? null : messageKey(sender, event.in);
}

function isReady(line: Line, sends: ReadonlySet<string>, sent: ReadonlyMap<string, TimedLine>) {
  const key = receivedKey(line);
  return key === null || !sends.has(key) || sent.has(key);
}

function tick(
  server: number,
  before: ReadonlyMap<number, number> = new Map(),
  cause: ReadonlyMap<number, number> = new Map(),
): ReadonlyMap<number, number> {
  const clock = new Map(before);
  for (const [other, count] of cause) clock.set(other, Math.max(clock.get(other) ?? 0, count));
  clock.set(server, (before.get(server) ?? 0) + 1);
  return clock;
}
