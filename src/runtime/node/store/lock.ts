// Promise: of all processes of this machine one at a time has a directory, and none that is dead.
import { statSync } from "node:fs";
import { holdName } from "../held-name.js";
import { StoreError } from "./store-error.js";

/**
 * Keeps other servers of this machine off a directory until the returned function is called, or
 * this process ends, however it ends. What is held is a name made of the directory's identity.
 * @throws StoreError when another process has it.
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const { dev, ino } = statSync(directory, { bigint: true });
  const held = await holdName(`zabkeeper-${dev}-${ino}`);
  if (held.release !== null) return held.release;
  const { holder } = held;
  throw new StoreError(
    `${directory} is in use by ${holder === "" ? "another process" : `process ${holder}`}: ` +
      "stop that server, or give this one a directory of its own",
  );
}
