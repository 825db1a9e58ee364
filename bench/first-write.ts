import { createNode } from "./load.js";
import { pause } from "./wait.js";

const ATTEMPT_MS = 1500;
const BETWEEN_ATTEMPTS_MS = 15;

/**
 * Asks each of the servers, again and again with a new session, to create a node, until one of
 * them acknowledges it.
 * @returns `performance.now()` of that moment.
 * @throws Error when that takes longer than `ms`.
 */
export function firstWrite(ports: readonly number[], path: string, ms: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let done = false;
    const until = performance.now() + ms;
    const insist = async (port: number) => {
      let last: unknown = null;
      for (let attempt = 0; !done && performance.now() < until; attempt += 1) {
        try {
          await createNode(port, `${path}-${port}-${attempt}`, ATTEMPT_MS);
          done = true;
          resolve(performance.now());
        } catch (error) {
          last = error;
          await pause(BETWEEN_ATTEMPTS_MS);
        }
      }
      return last;
    };
    // The slower ones end by themselves, for every attempt is bounded; here the last has given up.
    void Promise.all(ports.map(insist)).then((reasons) => {
      reject(new Error(`no create was acknowledged within ${ms} ms: ${reasons.join(", ")}`));
    });
  });
}
