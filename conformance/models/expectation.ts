/** What a model is expected to show. */
export type Expectation =
  | { readonly kind: "ok" }
  | { readonly kind: "violates"; readonly property: string }
  | { readonly kind: "reaches"; readonly witnesses: readonly string[] };

/** The name under which a deadlock is expected: no property of the spec, but the lack of a step. */
export const NO_HALT = "L0";

/** The forms of `expect`, for messages. */
export const EXPECTATION_FORMS = '"ok", "violates:NAME" or "reaches:[W1,W2]"';

/** Reads the `expect` of an entry; null when it has none of the three forms. */
export function parseExpectation(text: string): Expectation | null {
  if (text === "ok") return { kind: "ok" };
  const violates = /^violates:(\w+)$/.exec(text)?.[1];
  if (violates !== undefined) return { kind: "violates", property: violates };
  const reaches = /^reaches:\[\s*(\w+(?:\s*,\s*\w+)*)\s*\]$/.exec(text)?.[1];
  if (reaches === undefined) return null;
  return { kind: "reaches", witnesses: reaches.split(/\s*,\s*/) };
}
