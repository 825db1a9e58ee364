import { parseLocation, type SpecLocation } from "./location.js";
import { parseTlaValue } from "./parse-value.js";
import { OpaqueValue, type TlaValue } from "./value.js";

/** One state of a counterexample with the step that led to it. */
export interface TraceStep {
  /** Counted from 1; the first one is an initial state. */
  readonly index: number;
  /**
   * The action's name: from the variable `ev` when it has the shape `<<name, arguments>>` (the
   * arguments as a sequence or as its text), otherwise from the position TLC prints; "Initial predicate" for the first state.
   */
  readonly action: string;
  /** The arguments in `ev`; null when the state has no such variable. */
  readonly parameters: readonly TlaValue[] | null;
  /** Where the action stands in the spec; null for an initial state. */
  readonly location: SpecLocation | null;
  /** All variables, also where TLC was asked to print only the ones that changed. */
  readonly state: Readonly<Record<string, TlaValue>>;
  /** Names of the variables whose value differs from the state before; all in the first; sorted. */
  readonly changed: readonly string[];
}

/** How an infinite counterexample goes on after its last state. */
export type TraceEnd =
  { readonly kind: "stuttering" } | { readonly kind: "back"; readonly toIndex: number };

/** Collects the states of a behaviour in the order TLC prints them. */
export interface TraceReader {
  readonly steps: TraceStep[];
  /** Takes the text of message 2217: `2: <Action position>` and the variables below it. */
  state(text: string): void;
  /** Takes the variables alone: the initial state inside messages 2107 and 2108. */
  initialState(text: string): void;
}

/** A reader with no states yet. */
export function traceReader(): TraceReader {
  const steps: TraceStep[] = [];
  let printed: ReadonlyMap<string, string> = new Map();
  const add = (index: number, action: string, where: string, text: string): void => {
    const now = new Map([...printed, ...splitState(text)]);
    const changed = [...now.keys()].filter((name) => now.get(name) !== printed.get(name)).sort();
    const shared = steps.at(-1)?.state ?? {};
    const fresh = changed.map((name) => [name, decode(now.get(name) ?? "")] as const);
    const state = { ...shared, ...Object.fromEntries(fresh) };
    const named = eventOf(state["ev"]);
    printed = now;
    steps.push({
      index,
      action: named?.name ?? action,
      parameters: named?.parameters ?? null,
      location: parseLocation(where),
      state,
      changed,
    });
  };
  return {
    steps,
    state: (text) => {
      const head = /^(\d+): <(\w+)(.*)>$/m.exec(text);
      if (head === null) return;
      const [line, index, word = "", rest = ""] = head;
      const initial = word === "Initial" && rest === " predicate";
      const body = text.slice(head.index + line.length);
      add(Number(index), initial ? "Initial predicate" : word, rest, body);
    },
    initialState: (text) => {
      add(1, "Initial predicate", "", text);
    },
  };
}

/** Splits `/\ x = 1` lines, or the single `x = 1` of a spec with one variable. */
function splitState(text: string): Map<string, string> {
  const variables = new Map<string, string>();
  let current: string | null = null;
  for (const line of text.split("\n")) {
    const found: RegExpExecArray | null =
      /^\/\\ (\w+) = (.*)$/.exec(line) ?? (current === null ? /^(\w+) = (.*)$/.exec(line) : null);
    if (found !== null) {
      current = found[1] ?? "";
      variables.set(current, found[2] ?? "");
    } else if (current !== null && line.trim() !== "") {
      variables.set(current, `${variables.get(current) ?? ""}\n${line}`);
    }
  }
  return variables;
}

function decode(text: string): TlaValue {
  try {
    return parseTlaValue(text);
  } catch {
    return new OpaqueValue(text.trim());
  }
}

/**
 * The step that a variable `ev` names. Its arguments are a sequence, or the text of one: symmetric
 * models write text, because a model value in `ev` would take part in choosing representatives.
 */
function eventOf(value: TlaValue | undefined): { name: string; parameters: TlaValue[] } | null {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [name, given] = value as readonly TlaValue[];
  if (typeof name !== "string" || given === undefined) return null;
  const parameters = typeof given === "string" ? decode(given) : given;
  if (!Array.isArray(parameters)) return null;
  return { name, parameters: [...(parameters as readonly TlaValue[])] };
}
