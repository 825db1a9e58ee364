/** What is wrong with a run, in one line. */
import { placeText } from "../trace/run.js";
import { shortened } from "./values.js";
import type { Verdict, Violates } from "../verdict/verdict.js";
import { called, faultOf } from "./violation.js";

const ROOM = 60;

export function headline(verdict: Verdict): string {
  switch (verdict.verdict) {
    case "conforms":
      return "the spec allows this run";
    case "cannot tell":
      return verdict.reason;
    case "bad input":
      return verdict.faults
        .slice(0, 1)
        .map(({ place, problem }) => `${placeText(place)}: ${problem}`)
        .join("");
    case "violates": {
      const names = verdict.fields.map(({ name }) => name).join(", ");
      return [accusation(verdict), ...(names === "" ? [] : [names])].join(": ");
    }
  }
}

/** Who did what, and the fault in it. */
export function accusation(verdict: Violates): string {
  const { step } = verdict;
  return `server ${String(step.server)}, ${called(step)}: ${faultOf(verdict)}`;
}

/** The clause, the fields or the property behind the headline, each in one sentence. */
export function evidenceOf({ clause, fields, property, reason }: Violates): string[] {
  const verb = reason === "contradiction" ? "should be" : "spec";
  const values = (clause ?? property)?.values ?? [];
  const shown = values.map(({ text, value }) => `${text} = ${shortened(value, ROOM)}`);
  const because = shown.length === 0 ? "" : `: ${shown.join(", ")}`;
  return [
    ...(clause === undefined ? [] : [`${clause.text} is false${because}`]),
    ...(property === undefined || clause !== undefined
      ? []
      : [`${property.text} is false${because}`]),
    ...fields.map(({ name, recorded, expected }) => {
      return `${name}: recorded ${shortened(recorded, ROOM)}, ${verb} ${shortened(expected, ROOM)}`;
    }),
  ];
}
