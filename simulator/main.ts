// Promise: exit code 0 means that the folder named holds a whole run.
import { setImmediate } from "node:timers/promises";
import { INTERRUPTED, knownNames, parseWords, runCommand, UsageError } from "#conformance/command";
import { FolderEvidence } from "./evidence.js";
import { habits, type HabitsName } from "./habits.js";
import { simulating, type Simulated, type Simulation } from "./simulate.js";

const USAGE =
  "usage: npm run simulate -- --dir DIR [--seed N] [--events N] [--servers N] [--observers N] " +
  `[--habits ${Object.keys(habits).join("|")}]`;

const number = (text: string, name: string, least: number, most: number): number => {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new UsageError(`--${name} ${text}: write a number from ${least} to ${most}`);
};

function readArguments(words: readonly string[]) {
  const options = {
    dir: { type: "string", default: "" },
    seed: { type: "string", default: "1" },
    events: { type: "string", default: "10000" },
    servers: { type: "string", default: "3" },
    observers: { type: "string", default: "0" },
    habits: { type: "string", default: "calm" },
  } as const;
  const { values } = parseWords(words, { options });
  if (values.dir === "") throw new UsageError("no --dir: name the folder to write");
  knownNames("habits", [values.habits], Object.keys(habits));
  return {
    dir: values.dir,
    seed: number(values.seed, "seed", 0, 2 ** 32 - 1),
    events: number(values.events, "events", 1, 1e9),
    // A voter alone has nobody to agree with: nothing would be recorded.
    voters: number(values.servers, "servers", 2, 9),
    observers: number(values.observers, "observers", 0, 9),
    habits: habits[values.habits as HabitsName],
  };
}

async function main(words: readonly string[], signal: AbortSignal): Promise<number> {
  const { dir, ...wanted } = readArguments(words);
  const evidence = new FolderEvidence(dir);
  const began = Date.now();
  try {
    const run = await simulated({ ...wanted, evidence }, signal);
    if (run === null || run.broken !== null) {
      evidence.drop();
      const why = run === null ? "stopped" : `the reducers stopped themselves: ${run.broken}`;
      console.error(`simulate: ${why}; nothing is kept`);
      return run === null ? INTERRUPTED : 1;
    }
    evidence.keep();
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    console.log(`${dir}: ${run.events} events of ${run.lives} processes (${seconds} s)`);
    return 0;
  } catch (error) {
    evidence.drop();
    throw error;
  }
}

/** Runs slice by slice; null where somebody stops it. */
async function simulated(simulation: Simulation, signal: AbortSignal): Promise<Simulated | null> {
  const slices = simulating(simulation);
  for (;;) {
    const { done, value } = slices.next();
    if (done === true) return value;
    await setImmediate();
    if (signal.aborted) return null;
  }
}

await runCommand({ name: "simulate", main, usage: USAGE, answers: [] });
