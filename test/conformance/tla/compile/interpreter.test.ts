import { describe, expect, it } from "vitest";
import { compile, interpreter, ValueTable, type State, type Value } from "#conformance/tla";
import { load } from "../support/models.js";

interface Taken {
  readonly action: string;
  readonly args: readonly Value[];
  readonly next: State;
}

/** Both evaluators share a table, so equal values are one object and one key. */
function keyOf(table: ValueTable, values: readonly Value[]): string {
  return values.map((value) => table.uid(value)).join();
}

const MODELS = ["el-pair", "flat-pair"];

describe("the compiler", () => {
  it.each(MODELS)(
    "takes the interpreter's steps, and says what it says, in every state of %s",
    (name) => {
      const { spec, config } = load(name);
      const table = new ValueTable();
      const compiled = compile(spec, config, { table });
      const interpreted = interpreter(spec, config, table);
      const view = compiled.variables.filter((variable) => variable !== "ev");
      const columns = view.map((variable) => compiled.variables.indexOf(variable));
      const key = (state: State) =>
        keyOf(
          table,
          columns.map((k) => state[k] as Value),
        );
      const steps = (from: State, of: typeof compiled | typeof interpreted) => {
        const found: Taken[] = [];
        of.successors(from, (action, args, next) => found.push({ action, args, next }));
        return found;
      };
      const lines = (taken: readonly Taken[]) =>
        new Set(
          taken.map(({ action, args, next }) => {
            return `${action} ${keyOf(table, args)} ${keyOf(table, next)}`;
          }),
        );
      const seen = new Map<string, State>();
      const initial: State[] = [];
      compiled.initial((state) => initial.push(state));
      const others: State[] = [];
      interpreted.initial((state) => others.push(state));
      expect(others.map(key).sort()).toEqual(initial.map(key).sort());
      for (const state of initial) seen.set(key(state), state);
      let edges = 0;
      for (const state of seen.values()) {
        const taken = steps(state, compiled);
        expect(lines(steps(state, interpreted))).toEqual(lines(taken));
        edges += taken.length;
        for (const { next } of taken) if (!seen.has(key(next))) seen.set(key(next), next);
        for (const invariant of config.invariants) {
          const both = [compiled, interpreted].map((e) => e.operator(invariant)(state, null, []));
          expect(both).toEqual([true, true]);
        }
      }
      expect(edges).toBeGreaterThan(3000);
    },
  );
});
