import { EXPECTATION_FORMS, parseExpectation } from "./expectation.js";
import { isTier, TIER_NAMES } from "./tier.js";

/** One entry as JSON has it. */
export type Fields = Readonly<Record<string, unknown>>;

/** A test of the value, and what to write instead of one that fails it. */
interface Field {
  readonly holds: (value: unknown) => boolean;
  readonly remedy: string;
}

/** Every key of an entry. */
export const FIELDS: Readonly<Record<string, Field>> = {
  cfg: {
    holds: (value) => typeof value === "string" && /^[\w-]+\.cfg$/.test(value),
    remedy: 'write the file name of a configuration in this folder, such as "base.cfg"',
  },
  module: {
    holds: (value) => typeof value === "string" && /^\w+$/.test(value),
    remedy: 'write the name of a module in this folder without its ending, such as "MCZab"',
  },
  expect: {
    holds: (value) => typeof value === "string" && parseExpectation(value) !== null,
    remedy: `write the verdict that TLC must reach: ${EXPECTATION_FORMS}`,
  },
  seconds: {
    holds: (value) => typeof value === "number" && value > 0,
    remedy: "write how many seconds the model takes",
  },
  tier: { holds: isTier, remedy: `write the tier in which it runs: ${TIER_NAMES}` },
  bounds: {
    holds: (value) => isMap(value, (bound) => Number.isSafeInteger(bound) && Number(bound) >= 0),
    remedy: 'write the model\'s bounds by name, such as {"MaxEpoch": 2}',
  },
  workers: { holds: isCount, remedy: "write a whole number from 1 up" },
  distinct: {
    holds: isCount,
    remedy: "write the number of distinct states of the finished model",
  },
  generated: {
    holds: isCount,
    remedy: "write the number of generated states of the finished model",
  },
  depth: {
    holds: isCount,
    remedy: "write the depth of the finished model, or the length of the counterexample",
  },
  witnesses: {
    holds: (value) => isMap(value, isCount),
    remedy: 'write the depth at which each witness is first seen, such as {"W1": 12}',
  },
  simulate: {
    holds: (value) =>
      isMap(value, Number.isSafeInteger) &&
      Object.keys(value).sort().join() === "depth,seed,traces" &&
      isCount(value["traces"]) &&
      isCount(value["depth"]),
    remedy: 'write the random walks as {"traces": 1000, "depth": 200, "seed": 7}',
  },
};

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 1;
}

function isMap(value: unknown, holds: (each: unknown) => boolean): value is Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value).every(holds);
}
