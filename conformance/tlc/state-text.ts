/** A state of the evaluator as a record in TLA+ text, as TLC reads it. */
import {
  FunctionValue,
  itemsOf,
  ordered,
  Sequence,
  SetValue,
  text,
  type State,
  type Value,
} from "../tla/index.js";
import { Histories, type Txn } from "./histories.js";
import type { StateText } from "./piece.js";

/** What the position in the run says, not the state. */
const BESIDE = "step";

/** `[log |-> …, role |-> …]`, with the histories in it defined before. */
export function stateText(variables: readonly string[], state: State): StateText {
  const kept = variables.flatMap((name, k) =>
    name === BESIDE ? [] : [{ name, value: state[k] as Value }],
  );
  const found = new Map<Sequence, readonly Txn[]>();
  for (const { value } of kept) collect(value, found);
  const histories = new Histories([...found.values()]);
  const written = (value: Value): string => {
    if (value instanceof Sequence) {
      const txns = found.get(value);
      if (txns !== undefined) return histories.text(txns);
      return `<<${itemsOf(value).map(written).join(", ")}>>`;
    }
    if (!(value instanceof FunctionValue)) return text(value);
    const names = ordered(value.domain.elements);
    const entries = names.map((name) => {
      const at = written(value.values[value.domain.position(name)] as Value);
      return typeof name === "string" ? `${name} |-> ${at}` : `${text(name)} :> ${at}`;
    });
    return typeof names[0] === "string" ? `[${entries.join(", ")}]` : `(${entries.join(" @@ ")})`;
  };
  const fields = kept.map(({ name, value }) => `${name} |-> ${written(value)}`);
  const record = `[${fields.join(",\n ")}]`;
  return {
    text: withDefinitions(histories.definitions, record),
    longest: histories.longest,
  };
}

/** An expression behind definitions that it alone knows. */
export function withDefinitions(definitions: readonly string[], expression: string): string {
  if (definitions.length === 0) return expression;
  return `LET ${definitions.join("\n    ")}\nIN ${expression}`;
}

/** Every history in a value. */
function collect(value: Value, found: Map<Sequence, readonly Txn[]>): void {
  if (value instanceof SetValue) for (const one of value.elements) collect(one, found);
  if (value instanceof FunctionValue) for (const one of value.values) collect(one, found);
  if (!(value instanceof Sequence) || found.has(value)) return;
  const items = itemsOf(value);
  const txns = items.flatMap((item) => txnOf(item) ?? []);
  if (items.length > 0 && txns.length === items.length) found.set(value, txns);
  else for (const item of items) collect(item, found);
}

/** `[zxid |-> <<epoch, counter>>, val |-> "…"]` */
function txnOf(value: Value): Txn | null {
  if (!(value instanceof FunctionValue) || value.values.length !== 2) return null;
  const field = (name: string) => value.values[value.domain.position(name)];
  const [zxid, val] = [field("zxid"), field("val")];
  if (!(zxid instanceof Sequence) || typeof val !== "string") return null;
  const [epoch, counter] = itemsOf(zxid);
  if (typeof epoch !== "number" || typeof counter !== "number") return null;
  return { epoch, counter, val };
}
