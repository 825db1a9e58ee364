/**
 * Pairs every notification received with the line that sent it. Others than the messages of Zab,
 * notifications may be lost: those that nobody received are not missed.
 */
import { causesOf } from "./causes.js";
import type { Carried, TraceMessage } from "#codec";
import { namesVoters } from "../../../../dist/conformance/trace/elected.js";
import { messageText } from "../../../../dist/conformance/trace/message.js";
import type { Node } from "../../../../dist/conformance/trace/node.js";
import { placeText, type Run } from "./run.js";
import { CannotTell } from "../../../../dist/conformance/trace/stop.js";
import { voicesOf } from "../../../../dist/conformance/trace/voices.js";

interface Sent {
  readonly m: TraceMessage;
  readonly by: Node;
}

const isElection = (at: Node): boolean => at.event?.spec === "Election";

/**
 * Sets `sender` and `after` of every node that reads a notification, and notes contradictions.
 * Gives the sending node of each reading one.
 *
 * @throws CannotTell where a line that sent something is missing.
 */
export function matchNotifications(
  run: Run,
  perServer: ReadonlyMap<number, readonly Node[]>,
): ReadonlyMap<Node, Node> {
  const sent = new Map<string, Sent[]>();
  const lines = [...perServer.values()].flat().filter(isElection);
  for (const at of lines) {
    namesVoters(run.voters, at);
    for (const carried of at.event?.out ?? []) collect(sent, carried, at);
  }
  const senders = new Map<Node, Node>();
  const last = new Map<string, number>();
  for (const at of lines) {
    const carried = at.event?.in;
    if (carried === undefined || at.contradictions.some(({ name }) => name === "in")) continue;
    const { c, n } = carried;
    const before = last.get(c) ?? 0;
    if (n <= before) {
      const expected = `a notification behind number ${String(before)} of its connection`;
      at.contradictions.push({ name: "in.n", recorded: String(n), expected });
    }
    last.set(c, n);
    const sender = pair(run, at, carried, sent.get(c)?.[n - 1]);
    senders.set(at, sender);
  }
  return senders;
}

function collect(sent: Map<string, Sent[]>, { c, n, m }: Carried, by: Node): void {
  const messages = sent.get(c) ?? [];
  sent.set(c, messages);
  if (n !== messages.length + 1) {
    const gap = `the line that sent message ${String(messages.length + 1)} of ${c} is missing`;
    throw new CannotTell(`${gap}: here it is message ${String(n)}`, by.place);
  }
  messages.push({ m, by });
}

function pair(run: Run, receiver: Node, { c, n, m }: Carried, sent: Sent | undefined): Node {
  if (sent === undefined) {
    const from = voicesOf(c)?.from ?? 0;
    const last = run.lives.get(from)?.at(-1);
    const where =
      last === undefined
        ? `there is no file of server ${String(from)}`
        : `it would stand in a file of server ${String(from)}, the last is ` +
          placeText({ file: last.file, line: last.events.length + 1 });
    const missing = `the line that sent notification ${String(n)} of ${c} is missing`;
    throw new CannotTell(`${missing}: ${where}`, receiver.place);
  }
  receiver.sender = sent.by.place;
  causesOf(receiver).push(sent.by);
  const [recorded, expected] = [m, sent.m].map(messageText) as [string, string];
  if (recorded !== expected) {
    const place = placeText(sent.by.place);
    const said = { name: "in.m", recorded, expected: `${expected}, sent at ${place}` };
    receiver.contradictions.push(said);
  }
  return sent.by;
}
