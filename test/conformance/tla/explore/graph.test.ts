import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { Graph, readCertificate, stateHash, summarize } from "#conformance/graph";
import {
  explore,
  FunctionValue,
  itemsOf,
  Sequence,
  SetValue,
  type Program,
  type State,
  type Value,
} from "#conformance/tla";
import { compiled } from "../support/models.js";
import { packageRoot } from "../../../support/package-root.js";

const certificates = fileURLToPath(new URL("certificates", packageRoot));

/** The text of a value as certificates/README.md defines it. */
function canonical(value: Value): string {
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (typeof value === "string") return `"${value}"`;
  if (value instanceof Sequence) return `<<${itemsOf(value).map(canonical).join(", ")}>>`;
  if (value instanceof SetValue) return `{${value.elements.map(canonical).sort().join(", ")}}`;
  if (value instanceof FunctionValue) {
    const fields = value.domain.elements.map((name, k): [string, string] => [
      String(name),
      canonical(value.values[k] as Value),
    ]);
    return `[${fields
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, text]) => `${name} |-> ${text}`)
      .join(", ")}]`;
  }
  return typeof value === "number" ? String(value) : (value as unknown as { name: string }).name;
}

/** The graph of a model as the explorer finds it; a step is labelled by the `ev` it leads to. */
function graphOf(name: string) {
  const { config, program } = compiled(name);
  const graph = new Graph();
  const ev = program.variables.indexOf("ev");
  const hashes: string[] = [];
  const texts = new Map<Value, string>();
  const text = (value: Value) => {
    let known = texts.get(value);
    if (known === undefined) texts.set(value, (known = canonical(value)));
    return known;
  };
  const hash = (state: State) =>
    stateHash(
      program.variables
        .map((variable, k) => `${variable} = ${text(state[k] as Value)}`)
        .filter((_, k) => k !== ev)
        .sort(),
    );
  program.initial((state) => graph.addInitial(hash(state)));
  const found = explore(program, config, {
    onState: (number, state) => {
      hashes[number] = hash(state);
      graph.addState(hash(state), () => []);
    },
    onEdge: (from, _action, _args, to, next) => {
      graph.addEdge(hashes[from] ?? "", label(program, next[ev] as Value), hashes[to] ?? "");
    },
  });
  expect(found.complete).toBe(true);
  return graph;
}

/** `Restart(2, 0)`, of `<<"Restart", "<<2, 0>>">>` or `<<"Restart", <<2, 0>>>>`. */
function label(program: Program, ev: Value): string {
  const [name, args] = program.table.items(ev) as [string, Value];
  const parameters = typeof args === "string" ? args : canonical(args);
  return `${name}(${parameters.slice(2, -2)})`;
}

describe("the explorer's graph", () => {
  const models = ["el-pair", "flat-pair", "flat-tiny", "flat-any"];
  it.each(models)(
    "of %s is TLC's: every state, and every step between two with its parameters",
    async (name) => {
      const { initial, states, edges, initialDigest, edgesDigest } = await readCertificate(
        certificates,
        name,
      );
      expect(summarize(graphOf(name))).toEqual({
        initial,
        states,
        edges,
        initialDigest,
        edgesDigest,
      });
    },
  );
});
