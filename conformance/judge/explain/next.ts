/** What to look at next, as sentences: the steps that would fit first. */
import type { Finding } from "../../verdict/finding.js";
import { placeText } from "../../trace/run.js";

export function nextSteps(
  found: Pick<Finding, "reason" | "fields" | "clause" | "places" | "next">,
): string[] {
  const { reason, fields, clause, places, next = [] } = found;
  const { reducer } = places ?? {};
  const mirror = reducer === undefined ? "the code that mirrors it" : placeText(reducer);
  const [assigned] = fields.flatMap(({ name, assignment }) =>
    assignment === undefined
      ? []
      : [{ name, at: placeText({ file: assignment.file, line: assignment.line }) }],
  );
  const more = {
    "not enabled":
      clause?.changed === undefined
        ? []
        : [`${placeText(clause.changed.place)} made what the false guard reads: was it that line?`],
    differs:
      assigned === undefined ? [] : [`compare ${assigned.at} with ${mirror}: ${assigned.name}`],
    property: ["the spec allows the step: the property is wrong, or the action in the spec"],
    contradiction: [],
  };
  return [...next, ...more[reason]];
}
