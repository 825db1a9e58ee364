import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { RunnerError } from "../errors.js";

/**
 * Where a free port is looked for: below those that systems give to whoever asks for any, because
 * some time goes by before Java has it.
 */
const FROM = 10_000;
const TO = 32_000;
const TRIES = 100;

/**
 * The port wanted, or any free one.
 *
 * @throws RunnerError `port-in-use`.
 */
export async function claimPort(wanted?: number): Promise<number> {
  if (wanted !== undefined) return wantedPort(wanted);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = randomInt(FROM, TO);
    if ((await problemOf(port)) === null) return port;
  }
  throw new RunnerError(
    "port-in-use",
    `no port from ${String(FROM)} to ${String(TO)} is free: choose one`,
  );
}

async function wantedPort(wanted: number): Promise<number> {
  if (!Number.isSafeInteger(wanted) || wanted < 1 || wanted > 65_535) {
    const found = `option port is ${String(wanted)}`;
    throw new RunnerError("bad-option", `${found}: it takes a port from 1 to 65535`);
  }
  const problem = await problemOf(wanted);
  if (problem === null) return wanted;
  const remedy = "choose another, or leave the port out and a free one is taken";
  throw new RunnerError("port-in-use", `port ${String(wanted)}: ${problem}: ${remedy}`);
}

/** Why nobody can listen on a port; null when one can. */
function problemOf(port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error) => {
      resolve(error.message);
    });
    probe.listen(port, () => {
      probe.close(() => {
        resolve(null);
      });
    });
  });
}
