import { formatTlaValue, type TlaValue } from "tla2tools-runner";

const SHOWN = 200;

const isNumber = (value: TlaValue): value is number => typeof value === "number";

function isZxid(value: TlaValue): value is readonly [number, number] {
  return Array.isArray(value) && value.length === 2 && (value as TlaValue[]).every(isNumber);
}

function shown(value: TlaValue): string {
  if (isZxid(value)) return value.join(":");
  if (typeof value === "string" || typeof value === "number") return String(value);
  if (!Array.isArray(value)) return formatTlaValue(value);
  const parts = value as readonly TlaValue[];
  const [head, ...rest] = parts;
  if (typeof head === "string") {
    return rest.length === 0 ? head : `${head}(${rest.map(shown).join(", ")})`;
  }
  return parts.length === 0 ? "nothing" : parts.map(shown).join(", ");
}

/** A value of the spec as a report shows it: zxids as `5:3`, messages as `ACK(5:3)`. */
export function valueText(value: TlaValue | undefined): string {
  if (value === undefined) return "nothing";
  const text = shown(value);
  if (text.length <= SHOWN) return text;
  return `${text.slice(0, SHOWN / 2)} … ${text.slice(-SHOWN / 2)}`;
}
