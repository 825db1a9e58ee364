/** What TLC made of a piece, by what was printed of it. */
import { CannotTell } from "../trace/stop.js";
import type { Differing, Piece, Reached } from "./piece.js";
import type { Said } from "./run-tlc.js";
import { valueText } from "./values.js";

/** @throws CannotTell when nothing was printed that decides. */
export function reached({ steps }: Piece, said: readonly Said[]): Reached {
  const of = (word: string) => said.filter((one) => one.word === word).map(({ rest }) => rest);
  const [broken] = of("BROKEN");
  if (broken !== undefined) {
    const names = of("BROKEN").map(([, name]) => String(name));
    return { kind: "property", position: Number(broken[0]), names };
  }
  const [accepted] = of("ACCEPTED");
  if (accepted !== undefined) return { kind: "accepted", counts: accepted.map(Number) };
  if (of("ELSEWHERE").length > 0) return { kind: "elsewhere" };
  const [stuck] = of("STUCK");
  if (stuck !== undefined) {
    return {
      kind: "not enabled",
      position: Number(stuck[0]),
      situation: of("STATE").map(
        ([name, value]) => `${valueText(name).replace(/^post\./, "")} = ${valueText(value)}`,
      ),
      enabled: of("ENABLED").map(
        ([name, parameters]) => `${valueText(name)}(${(parameters as unknown[]).join(", ")})`,
      ),
    };
  }
  const compared = said.filter(({ word }) => word === "FIELD" || word === "OUT");
  const position = Math.max(0, ...compared.map(({ rest }) => Number(rest[0])));
  if (position < 1 || position > steps.length) {
    throw new CannotTell("TLC neither accepted the run nor rejected a step of it", null);
  }
  const last = compared.filter(({ rest }) => Number(rest[0]) === position);
  return { kind: "differs", position, fields: differing(last) };
}

/** Of several ways to take one step, each has its own value of a field. */
function differing(said: readonly Said[]): readonly Differing[] {
  const found = new Map<string, Differing>();
  for (const { word, rest } of said) {
    const [, field, recorded, spec] = rest;
    const name =
      word === "OUT" ? `out on the connection of server ${valueText(field)}` : valueText(field);
    const expected = valueText(spec);
    const before = found.get(name);
    const either = before === undefined ? expected : `${before.expected} or ${expected}`;
    found.set(name, { name, recorded: valueText(recorded), expected: either });
  }
  return [...found.values()];
}
