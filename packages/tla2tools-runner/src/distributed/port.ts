import { createServer } from "node:net";
import { RunnerError } from "../errors.js";

/**
 * The port wanted, or any free one.
 *
 * @throws RunnerError `port-in-use`.
 */
export function claimPort(wanted = 0): Promise<number> {
  if (!Number.isSafeInteger(wanted) || wanted < 0 || wanted > 65_535) {
    const found = `option port is ${String(wanted)}`;
    throw new RunnerError("bad-option", `${found}: it takes a port from 1 to 65535`);
  }
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error) => {
      const remedy = "choose another, or leave the port out and a free one is taken";
      reject(new RunnerError("port-in-use", `port ${String(wanted)}: ${error.message}: ${remedy}`));
    });
    probe.listen(wanted, () => {
      const address = probe.address();
      const port = typeof address === "object" && address !== null ? address.port : wanted;
      probe.close(() => {
        resolve(port);
      });
    });
  });
}
