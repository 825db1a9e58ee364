/** What a line stands for in the text of the spec, and what else its server could have done. */
import { parametersOf } from "#codec";
import { EvaluationError } from "../../tla/index.js";
import type { Environment, Expression, Interpreter, State, Value } from "../../tla/index.js";
import type { Machine } from "../machine.js";
import { anatomy, falseGuards, type Anatomy } from "./anatomy.js";
import { partOf } from "./compared.js";

/** The action of a line: the arm of Act in StepZab.tla that it takes. */
export interface Claimed {
  /** The operator of the spec. */
  readonly name: string;
  readonly expression: Expression;
  readonly environment: Environment;
}

export function claimed(
  { text }: Machine,
  interpreter: Interpreter,
  state: State,
  line: Value,
  next: State | null = null,
): Claimed | null {
  const act = text.spec.definitions.get("Act");
  if (act === undefined) return null;
  let environment: Environment = { state, next, locals: new Map([["e", line]]) };
  let body = act.body;
  while (body.kind === "let") {
    environment = interpreter.withLet(environment, body.definitions);
    body = body.body;
  }
  if (body.kind !== "case") return null;
  const arm = body.arms.find(({ when }) => interpreter.evaluate(when, environment) === true);
  if (arm === undefined) return null;
  return { name: nameOf(arm.then), expression: arm.then, environment };
}

function nameOf(e: Expression): string {
  if (e.kind === "quantifier") return nameOf(e.body);
  return e.kind === "apply" || e.kind === "name" ? e.name : "";
}

/** An action that the server of a refused line could have taken, or nearly. */
export interface Alternative {
  readonly name: string;
  /** Such as `l = 1`. */
  readonly parameters: readonly string[];
  readonly claimed: Claimed;
  readonly anatomy: Anatomy;
  /** It leads to what was recorded. */
  readonly fits: boolean;
}

/** A line that the server of another line could have recorded in its place. */
export interface OtherLine {
  readonly name: string;
  /** Such as `l = 1`. */
  readonly parameters: readonly string[];
  readonly line: Value;
}

/** Every action of the server, with every peer; those of the line itself are left out. */
export function otherLines(machine: Machine, line: Value): OtherLine[] {
  const { table, text } = machine;
  const own = table.tuple(table.items(line).slice(0, 3));
  const server = partOf(machine, line, 1);
  const peers = machine.servers.filter((peer) => peer !== server);
  return namesIn(machine).flatMap((name) => {
    const names = parametersOf(text.name, name);
    if (names === undefined) return [];
    return choices(names, server, peers).flatMap((values) => {
      const called = [name, server, table.tuple(values)];
      if (table.tuple(called) === own) return [];
      const parameters = names.map((key, k) => `${key} = ${table.text(values[k] as Value)}`);
      const other = table.tuple([...called, ...table.items(line).slice(3)]);
      return [{ name, parameters, line: other }];
    });
  });
}

/** What the server of a refused line could have done instead, and what keeps it from the rest. */
export function alternatives(
  machine: Machine,
  interpreter: Interpreter,
  state: State,
  line: Value,
): Alternative[] {
  return otherLines(machine, line).flatMap(({ name, parameters, line: other }) => {
    const at = machine.with(state, other);
    const found = claimed(machine, interpreter, at, other);
    if (found === null) return [];
    const parts = anatomy(interpreter, found.expression, found.environment);
    const enabled = falseGuards(parts).length === 0;
    const fits = enabled && fitting(machine, at, other);
    return [{ name, parameters, claimed: found, anatomy: parts, fits }];
  });
}

function fitting(machine: Machine, state: State, line: Value): boolean {
  try {
    return machine.after(state).some((after) => machine.fits(state, after, line));
  } catch (error) {
    if (error instanceof EvaluationError) return false;
    throw error;
  }
}

/** The actions that Act in StepZab.tla knows. */
function namesIn({ text }: Machine): string[] {
  let body = text.spec.definitions.get("Act")?.body;
  while (body?.kind === "let") body = body.body;
  if (body?.kind !== "case") return [];
  return body.arms.flatMap(({ when }) =>
    when.kind === "infix" && when.right.kind === "string" ? [when.right.value] : [],
  );
}

const MODES = ["DIFF", "TRUNC", "SNAP"];

function choices(names: readonly string[], server: Value, peers: readonly Value[]): Value[][] {
  const [, ...others] = names;
  return others.reduce<Value[][]>(
    (lists, name) => {
      const values: readonly Value[] = name === "mode" ? MODES : name === "v" ? ["any"] : peers;
      return lists.flatMap((list) => values.map((value) => [...list, value]));
    },
    [[server]],
  );
}
