// Promise: exit code 0 means that the folder named holds a whole run.
import { setImmediate } from "node:timers/promises";
import { parseArgs } from "node:util";
import { FolderEvidence } from "./evidence.js";
import { habits, type HabitsName } from "./habits.js";
import { simulating, type Simulated, type Simulation } from "./simulate.js";
import { SimulatorError } from "./simulator-error.js";

const USAGE =
  "usage: npm run simulate -- --dir DIR [--seed N] [--events N] [--servers N] [--observers N] " +
  `[--habits ${Object.keys(habits).join("|")}]`;

const number = (text: string, name: string, least: number, most: number): number => {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new SimulatorError(`--${name} ${text}: write a number from ${least} to ${most}`);
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
  const { values } = parseArgs({ args: [...words], options });
  if (values.dir === "") throw new SimulatorError("no --dir: name the folder to write");
  if (!Object.hasOwn(habits, values.habits)) {
    const names = Object.keys(habits).join(", ");
    throw new SimulatorError(`--habits ${values.habits}: there are ${names}`);
  }
  return {
    dir: values.dir,
    seed: number(values.seed, "seed", 0, 2 ** 32 - 1),
    events: number(values.events, "events", 1, 1e9),
    voters: number(values.servers, "servers", 1, 9),
    observers: number(values.observers, "observers", 0, 9),
    habits: habits[values.habits as HabitsName],
  };
}

async function main(words: readonly string[]): Promise<number> {
  const { dir, ...wanted } = readArguments(words);
  const evidence = new FolderEvidence(dir);
  let stopped = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => (stopped = true));
  const began = Date.now();
  try {
    const run = await simulated({ ...wanted, evidence }, () => stopped);
    if (run === null || run.broken !== null) {
      evidence.drop();
      const why = run === null ? "stopped" : `the reducers stopped themselves: ${run.broken}`;
      console.error(`simulate: ${why}; nothing is kept`);
      return run === null ? 130 : 1;
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
async function simulated(
  simulation: Simulation,
  stopped: () => boolean,
): Promise<Simulated | null> {
  const slices = simulating(simulation);
  for (;;) {
    const { done, value } = slices.next();
    if (done === true) return value;
    await setImmediate();
    if (stopped()) return null;
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const { message } = error as Error;
  const ofCall = error instanceof SimulatorError || (error instanceof TypeError && "code" in error);
  const ofSystem = error instanceof Error && "syscall" in error;
  if (!ofCall && !ofSystem) throw error;
  console.error(`simulate: ${message.split("\n")[0]}${ofCall ? `\n${USAGE}` : ""}`);
  process.exitCode = ofCall ? 64 : 1;
}
