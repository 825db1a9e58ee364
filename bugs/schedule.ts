/** A server's number, a count or a mode; a list is a set of servers. */
export type Parameter = number | string | readonly number[];

export interface Step {
  readonly action: string;
  readonly parameters: readonly Parameter[];
}

/** What a run of TLC came to. */
export interface Search {
  /** The property that does not hold; null when all hold in all states. */
  readonly property: string | null;
  /** How many distinct states TLC had found. */
  readonly distinct: number;
  /** How many states the longest of the shortest ways to a state has; of a whole search only. */
  readonly depth?: number;
  /** The summaries of the initial state of an election; null for Zab. */
  readonly summaries:
    readonly { readonly epoch: number; readonly zxid: readonly [number, number] }[] | null;
  /** The shortest counterexample. */
  readonly steps: readonly Step[];
}

/** A counterexample, and the further runs of its entry. */
export interface Schedule extends Search {
  readonly property: string;
  readonly further?: readonly Search[];
}

/** How the spec would write it. */
export function stepText({ action, parameters }: Step): string {
  const text = (one: Parameter) => (typeof one === "object" ? `{${one.join(", ")}}` : String(one));
  return `${action}(${parameters.map(text).join(", ")})`;
}
