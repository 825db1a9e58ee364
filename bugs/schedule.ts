/** A server's number, a count or a mode; a list is a set of servers. */
export type Parameter = number | string | readonly number[];

export interface Step {
  readonly action: string;
  readonly parameters: readonly Parameter[];
}

/** A counterexample as steps, with what it leads to. */
export interface Schedule {
  readonly property: string;
  /** How many distinct states TLC had found. */
  readonly distinct: number;
  /** The summaries of the initial state of an election; null for Zab. */
  readonly summaries:
    readonly { readonly epoch: number; readonly zxid: readonly [number, number] }[] | null;
  readonly steps: readonly Step[];
}

/** How the spec would write it. */
export function stepText({ action, parameters }: Step): string {
  const text = (one: Parameter) => (typeof one === "object" ? `{${one.join(", ")}}` : String(one));
  return `${action}(${parameters.map(text).join(", ")})`;
}
