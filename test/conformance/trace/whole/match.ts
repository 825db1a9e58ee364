/** Pairs every message received with the line that sent it, by connection and ordinal. */
import { causesOf } from "./causes.js";
import type { Carried, TraceMessage } from "#codec";
import { directionFrom, opposite, type Direction } from "./direction.js";
import { endsOf } from "../../../../dist/conformance/trace/connection.js";
import { fitsItsAction } from "../../../../dist/conformance/trace/fits.js";
import { messageText, onTheWire } from "../../../../dist/conformance/trace/message.js";
import type { Node } from "../../../../dist/conformance/trace/node.js";
import { placeText, type Run } from "./run.js";
import { CannotTell } from "../../../../dist/conformance/trace/stop.js";

interface Sent {
  readonly m: TraceMessage;
  readonly by: Node;
}

const keyOf = (c: string, direction: Direction): string => `${c} ${direction}`;

/**
 * Sets `sender` and `after` of every node that consumes a message, and notes contradictions.
 *
 * @throws CannotTell where a line that sent or received something is missing.
 */
export function matchMessages(run: Run, perServer: ReadonlyMap<number, readonly Node[]>): void {
  const sent = collectSent(perServer);
  const read = new Map<string, number>();
  for (const nodes of perServer.values()) {
    for (const receiver of nodes) {
      fitsItsAction(receiver);
      const carried = receiver.event?.in;
      if (carried === undefined) continue;
      const direction = directionOf(receiver, carried);
      if (direction === null) continue;
      const key = keyOf(carried.c, opposite(direction));
      inSequence(read, key, carried, receiver, "received");
      pair(run, receiver, carried, sent.get(key)?.[carried.n - 1]);
    }
  }
}

function collectSent(perServer: ReadonlyMap<number, readonly Node[]>): Map<string, Sent[]> {
  const sent = new Map<string, Sent[]>();
  const count = new Map<string, number>();
  for (const nodes of perServer.values()) {
    for (const by of nodes) {
      for (const carried of by.event?.out ?? []) {
        const direction = directionOf(by, carried);
        if (direction === null) continue;
        const key = keyOf(carried.c, direction);
        inSequence(count, key, carried, by, "sent");
        const messages = sent.get(key);
        if (messages === undefined) sent.set(key, [{ m: carried.m, by }]);
        else messages.push({ m: carried.m, by });
      }
    }
  }
  return sent;
}

function directionOf(at: Node, { c }: Carried): Direction | null {
  const ends = endsOf(c);
  const direction = ends === null ? null : directionFrom(ends, at.server);
  if (direction === null) {
    const expected = `a connection of server ${String(at.server)}`;
    at.contradictions.push({ name: "c", recorded: c, expected });
  }
  return direction;
}

function inSequence(
  count: Map<string, number>,
  key: string,
  { c, n }: Carried,
  at: Node,
  what: "sent" | "received",
): void {
  const wanted = (count.get(key) ?? 0) + 1;
  if (n !== wanted) {
    const gap = `the line that ${what} message ${String(wanted)} of ${c} is missing`;
    throw new CannotTell(`${gap}: here it is message ${String(n)}`, at.place);
  }
  count.set(key, n);
}

function pair(run: Run, receiver: Node, { c, n, m }: Carried, sent: Sent | undefined): void {
  const ends = endsOf(c);
  const from = ends?.leader === receiver.server ? ends.learner : ends?.leader;
  if (sent === undefined) {
    const last = run.lives.get(from ?? 0)?.at(-1);
    const where =
      last === undefined
        ? `there is no file of server ${String(from)}`
        : `it would stand in a file of server ${String(from)}, ` +
          `the last is ${placeText({ file: last.file, line: last.events.length + 1 })}` +
          (last.torn === null ? "" : ", whose next line is cut short");
    const missing = `the line that sent ${m.type}, message ${String(n)} of ${c}, is missing`;
    throw new CannotTell(`${missing}: ${where}`, receiver.place);
  }
  receiver.sender = sent.by.place;
  causesOf(receiver).push(sent.by);
  if (onTheWire(sent.m) === onTheWire(m)) return;
  const [recorded, expected] = [m, sent.m].map(messageText) as [string, string];
  const name = "in.m";
  receiver.contradictions.push({
    name,
    recorded,
    expected: `${expected}, sent at ${placeText(sent.by.place)}`,
  });
}
