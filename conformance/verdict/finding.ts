/** What any judge makes of the steps of one spec. */
import type { Violates } from "./verdict.js";
import type { StepShown } from "./verdict.js";
import type { Step } from "../trace/step.js";

/** What is found wrong with the steps of a spec: a verdict but for the run's summary. */
export type Finding = Omit<Violates, "verdict" | "summary">;

/** Of a run that conforms: how many txns were committed, epochs established, or votes decided. */
export type Outcomes =
  | { readonly ok: true; readonly counts: readonly number[] }
  | { readonly ok: false; readonly finding: Finding };

/** Everything that a finding says of the steps themselves. */
export function findingAt(
  spec: Finding["spec"],
  at: Step,
  position: number,
  lastGood: Step | null,
): Omit<Finding, "reason"> {
  return {
    spec,
    step: shownStep(at),
    position,
    fields: [],
    properties: [],
    situation: [],
    enabled: [],
    lastGood: lastGood === null ? null : shownStep(lastGood),
    sender: at.node.sender,
  };
}

function shownStep({ node, kind, learner }: Step): StepShown {
  const { place, server, event } = node;
  const q = event?.q ?? null;
  if (kind === "break") {
    return { place, server, q, action: "ConnBreak", parameters: [`f = ${String(learner)}`] };
  }
  const parameters = Object.entries(event?.p ?? { s: server }).map(
    ([name, value]) => `${name} = ${String(value)}`,
  );
  const action = kind === "restart" ? "Restart" : (event?.a ?? "null");
  return { place, server, q, action, parameters };
}

/** Lengths are recorded in the server's own numbering: both are shown where they differ. */
export function asRecorded(step: Step | undefined, name: string, counted: string): string {
  const post = (step?.node.event?.post ?? {}) as Record<string, unknown>;
  const own = post[name.replace(/^post\./, "")];
  if (typeof own !== "number" || String(own) === counted) return counted;
  return `${String(own)} (${counted} in the spec's count)`;
}
