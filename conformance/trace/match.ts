/** Pairs every message received with the line that sent it, by connection and ordinal. */
import type { Carried, TraceMessage } from "#codec";
import { consumes } from "./consumes.js";
import { directionFrom, endsOf, opposite, type Direction } from "./connection.js";
import type { Node } from "./node.js";
import { placeText, type Run } from "./run.js";
import { CannotTell } from "./stop.js";

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
  receiver.after.push(sent.by);
  if (onTheWire(sent.m) === onTheWire(m)) return;
  const [recorded, expected] = [m, sent.m].map(messageText) as [string, string];
  const name = "in.m";
  receiver.contradictions.push({
    name,
    recorded,
    expected: `${expected}, sent at ${placeText(sent.by.place)}`,
  });
}

/**
 * What a message carries from one server to the other. A promise that does not count has no room
 * for the epoch: -1 stands in its place.
 */
function onTheWire(m: TraceMessage): string {
  return JSON.stringify(m.type === "ACKEPOCH" && !m.counts ? { ...m, epoch: -1 } : m);
}

/** A message as a report shows it. */
export function messageText({ type, ...fields }: TraceMessage): string {
  const shown = Object.entries(fields).map(([key, value]) => `${key} ${String(value)}`);
  return shown.length === 0 ? type : `${type}(${shown.join(", ")})`;
}

/** The parameters name the acting server first, and the connection is the one they name. */
function fitsItsAction(at: Node): void {
  const { event, server, contradictions } = at;
  if (event === null || event.a === null) return;
  const { a, p } = event;
  const acting = a.startsWith("Leader") || a === "BecomeLeading" ? "l" : actingOf(p);
  if (p[acting] !== server) {
    const name = `p.${acting}`;
    contradictions.push({ name, recorded: String(p[acting]), expected: String(server) });
  }
  const wanted = (consumes as Record<string, string | undefined>)[a];
  const found = event.in?.m.type;
  if (found !== wanted) {
    const name = "in.m.type";
    contradictions.push({ name, recorded: found ?? "nothing", expected: wanted ?? "nothing" });
  }
  const c = event.conn?.c ?? event.in?.c;
  const ends = c === undefined ? null : endsOf(c);
  if (c === undefined || wanted !== found) return;
  const learner = acting === "l" ? p.f : server;
  const leader = acting === "l" ? server : (p.l ?? ends?.leader);
  if (ends?.learner === learner && ends?.leader === leader) return;
  const expected = `a connection ${String(leader)}-${String(learner)}`;
  contradictions.push({ name: event.conn ? "conn.c" : "in.c", recorded: c, expected });
}

function actingOf(p: object): "f" | "o" | "s" {
  if ("o" in p) return "o";
  return "f" in p ? "f" : "s";
}
