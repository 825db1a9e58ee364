// What every script here has in common: its argument, its transcript, its end.
import { Ensemble } from "./ensemble.mjs";

/** Milliseconds after which a script gives up, whatever it waits for. */
const BOUND = 240_000;

/**
 * Runs `schedule(ensemble, say)` on `size` servers of the kind that the command line names, and
 * prints its verdict. Exit codes: 0 a verdict was reached, 1 the schedule could not be driven,
 * 2 bad usage.
 */
export async function reproduce(title, size, versions, schedule) {
  const [what = versions[0], ...more] = process.argv.slice(2);
  if (more.length > 0 || !versions.includes(what)) {
    console.error(`${[what, ...more].join(" ")}: say one of ${versions.join(", ")}`);
    process.exit(2);
  }
  const name = what === "zabkeeper" ? "Zabkeeper" : `Apache ZooKeeper ${what}`;
  console.log(`${title}: ${size} servers of ${name}`);
  const ensemble = new Ensemble(what);
  let step = 0;
  const say = (text) => console.log(`${String((step += 1)).padStart(2)}. ${text}`);
  const end = async (code) => {
    await ensemble.dispose();
    process.exit(code);
  };
  process.once("SIGINT", () => void end(130));
  process.once("SIGTERM", () => void end(143));
  setTimeout(() => {
    console.error(`gave up after ${BOUND / 1000} s`);
    void end(1);
  }, BOUND).unref();
  try {
    await ensemble.start(size);
    console.log(`verdict: ${await schedule(ensemble, say)}`);
    await end(0);
  } catch (error) {
    console.error(`the schedule could not be driven: ${error.message}`);
    await end(1);
  }
}
