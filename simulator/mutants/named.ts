// Promise: what a verdict says of the refused line, in a few words.
import type { Verdict } from "#conformance";

export function namedOf(verdict: Verdict): string {
  if (verdict.verdict !== "violates") return verdict.verdict;
  const { step, reason, fields, properties } = verdict;
  if (reason === "property") return `${step.action}: ${properties.join(", ")}`;
  if (reason === "not enabled") return `${step.action} is not enabled`;
  return `${step.action}: ${fields.map(({ name }) => name).join(", ")}`;
}
