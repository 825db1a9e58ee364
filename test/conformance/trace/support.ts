import { basename } from "node:path";
import {
  BadInput,
  CannotTell,
  openRun,
  placeText,
  type ElectionStep,
  type Node,
  type Place,
  type RunReader,
  type ZabStep,
} from "#conformance/trace";
import { causesOf } from "./whole/causes.js";
import { wholeRun } from "./whole/whole-run.js";

/** Why nothing more was read: the class of the stop, where, and what was said. */
export interface Stopped {
  readonly stop: string;
}

/** A place without its folder and its column. */
export const at = (place: Place | null): string =>
  place === null ? "" : `${basename(place.file)}:${String(place.line)}`;

function stopOf(error: unknown): Stopped {
  if (error instanceof CannotTell) {
    return { stop: `cannot tell, ${at(error.place)}: ${error.message}` };
  }
  if (!(error instanceof BadInput)) throw error;
  const [fault] = error.faults;
  return { stop: `bad input, ${at(fault?.place ?? null)}: ${fault?.problem ?? ""}` };
}

export interface Streamed {
  readonly reader: RunReader;
  readonly steps: readonly ZabStep[];
  readonly elected: readonly ElectionStep[];
}

/** A run by the stream: its steps, or why they are not all there. */
export async function streamed(source: string | readonly string[]): Promise<Streamed | Stopped> {
  const steps: ZabStep[] = [];
  const elected: ElectionStep[] = [];
  try {
    const reader = await openRun(source);
    for await (const step of reader.steps()) {
      if (step.spec === "Zab") steps.push(step);
      else elected.push(step);
    }
    return { reader, steps, elected };
  } catch (error) {
    return stopOf(error);
  }
}

/** A notification that is read twice: the stream does not know any more who sent it. */
const isReadAgain = ({ contradictions }: Node) =>
  contradictions.some(({ name }) => name === "in.n");

function evidence(node: Node): string {
  const { place, kind, contradictions, sender } = node;
  const from = sender === null || isReadAgain(node) ? null : placeText(sender);
  return JSON.stringify([placeText(place), kind, contradictions, from]);
}

/** Each cause of a line that does not stand before it. */
function disorder(order: readonly Node[], lines: readonly Node[]): string[] {
  const position = new Map(order.map(({ place }, k) => [placeText(place), k]));
  const where = ({ place }: Node) => position.get(placeText(place)) ?? -1;
  return lines.flatMap((line) =>
    causesOf(line)
      .filter((cause) => where(cause) >= where(line))
      .map((cause) => `${at(cause.place)} stands behind ${at(line.place)}`),
  );
}

/**
 * What differs between the stream and the whole: nothing, where both stop for the same reason, or
 * have the same lines, each with the same sender and contradictions, and the stream's order
 * respects all causes that are found with the whole run at hand.
 */
export async function differences(source: string): Promise<readonly string[]> {
  const whole = await wholeRun(source).catch(stopOf);
  const stream = await streamed(source);
  if ("stop" in whole || "stop" in stream) {
    const [wanted, found] = [whole, stream].map((one) => ("stop" in one ? one.stop : "none"));
    return wanted === found ? [] : [`whole: ${String(wanted)}`, `stream: ${String(found)}`];
  }
  const found: string[] = [];
  const same = (what: string, whole: readonly unknown[], stream: readonly unknown[]) => {
    const [wanted, seen] = [whole, stream].map((list) => list.map((one) => JSON.stringify(one)));
    const k = [...whole.keys(), whole.length].find((at) => wanted?.[at] !== seen?.[at]);
    if (k === undefined) return;
    found.push(`${what}: whole ${String(wanted?.[k])}, stream ${String(seen?.[k])}`);
  };
  const taken = stream.steps.filter(({ kind }) => kind !== "break").map(({ node }) => node);
  const wanted = whole.steps.filter(({ kind }) => kind !== "break").map(({ node }) => node);
  same("lines", wanted.map(evidence).sort(), taken.map(evidence).sort());
  found.push(...disorder(taken, wanted));
  const { known } = whole.elections;
  const facts = whole.elected.map((node) => {
    const own = known.get(node);
    const { cast } = known.get(whole.senders.get(node) as Node) ?? own ?? {};
    return JSON.stringify([evidence(node), own, isReadAgain(node) ? own?.cast : cast]);
  });
  const seen = stream.elected.map((one) =>
    JSON.stringify([evidence(one.node), one.known, one.cast]),
  );
  same("election", facts.sort(), seen.sort());
  const votes = stream.elected.map(({ node }) => node);
  found.push(...disorder(votes, whole.elected));
  const { reader } = stream;
  same("actions", [...whole.lines.actions].sort(), [...reader.actions].sort());
  same("dropped", [whole.lines.dropped], [reader.dropped]);
  const { read, judged, actions } = whole.elections;
  same("elections", [read, judged], [reader.election.read, reader.election.judged]);
  same("votes", [...actions].sort(), [...reader.election.actions].sort());
  same("notes", whole.run.notes, reader.notes);
  return found;
}
