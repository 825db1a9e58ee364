/** What a line shows that the step of the spec does not: by name, both sides. */
import { Sequence, type Value } from "../../tla/index.js";
import type { Pair } from "../course.js";
import type { Machine } from "../machine.js";

export interface Difference {
  /** Such as `post.committed`, `disk`, or `out on the connection of server 2`. */
  readonly name: string;
  /** Its position among Fields; null for what is no field. */
  readonly field: number | null;
  /** The server whose connection it is; null where there is none. */
  readonly peer: Value | null;
  readonly recorded: Value;
  readonly expected: Value;
}

/** What Fits compares, of one step, where both sides differ; see StepZab.tla. */
export function differences(machine: Machine, { before, after }: Pair, line: Value): Difference[] {
  const { evaluator, table, text } = machine;
  const read = (name: string, ...more: Value[]) =>
    evaluator.operator(name)(before, after, [line, ...more]);
  const entry = (value: Value, field: number | null): Difference => {
    const parts = table.items(value) as [string, Value, Value, Value];
    const [name, peer, recorded, expected] = parts;
    return { name, field, peer: peer === 0 ? null : peer, recorded, expected };
  };
  const fields = table.items(read("FieldsCompared")).map((value, k) => entry(value, k));
  const others =
    text.name === "Zab"
      ? [
          ...machine.servers.map((f) => entry(read("SentCompared", f), null)),
          entry(read("DiskCompared"), null),
          entry(read("TakenCompared"), null),
        ]
      : table.items(partOf(machine, line, 5)).map((o) => entry(read("LeftCompared", o), null));
  return [...fields, ...others]
    .filter(({ recorded, expected }) => recorded !== expected)
    .map((one) => ({ ...one, name: nameOf(one) }));
}

function nameOf({ name, peer }: Difference): string {
  if (peer === null) return name;
  const whose = typeof peer === "number" ? String(peer) : "?";
  return name === "out" ? `out on the connection of server ${whose}` : `${name} ${whose}`;
}

/** A part of a line, counted from 0. */
export function partOf({ table }: Machine, line: Value, k: number): Value {
  if (!(line instanceof Sequence)) throw new Error("a line is a tuple");
  return table.items(line)[k] as Value;
}
