// Promise: exit code 0 means that the folder named holds a whole run.
import { parseArgs } from "node:util";
import { FolderEvidence } from "./evidence.js";
import { habits, type HabitsName } from "./habits.js";
import { simulate } from "./simulate.js";
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

function main(words: readonly string[]): void {
  const { dir, ...wanted } = readArguments(words);
  const evidence = new FolderEvidence(dir);
  const drop = () => {
    evidence.drop();
    process.exit(130);
  };
  process.once("SIGINT", drop).once("SIGTERM", drop);
  const began = Date.now();
  try {
    const { events, lives, broken } = simulate({ ...wanted, evidence });
    if (broken !== null) throw new SimulatorError(`the reducers stopped themselves: ${broken}`);
    evidence.keep();
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    console.log(`${dir}: ${events} events of ${lives} processes (${seconds} s)`);
  } catch (error) {
    evidence.drop();
    throw error;
  }
}

try {
  main(process.argv.slice(2));
} catch (error) {
  const usage = error instanceof TypeError && "code" in error;
  if (!(error instanceof SimulatorError) && !usage) throw error;
  console.error(`simulate: ${(error as Error).message.split("\n")[0]}\n${USAGE}`);
  process.exitCode = 64;
}
