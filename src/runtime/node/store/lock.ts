// Promise: of all processes of this machine one at a time has a directory, and none that is dead.
import { statSync, unlinkSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { socketName } from "../socket-name.js";
import { attempt } from "./files.js";
import { StoreError } from "./store-error.js";

/** How long the holder may take to say who it is, in ms. */
const PATIENCE = 2_000;

/**
 * Keeps other servers of this machine off a directory until the returned function is called, or
 * this process ends, however it ends.
 *
 * The lock is a socket that listens under a name made of the directory's identity. A file with a
 * process id would outlive a killed process, and the id may come to belong to another one; a
 * socket does not, and whoever finds the name taken can ask the holder who it is.
 * @throws StoreError when another process has it.
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const { dev, ino } = statSync(directory, { bigint: true });
  const name = socketName(`zabkeeper-${dev}-${ino}`);
  const server = (await listen(name)) ?? (await takeOver(name));
  if (server !== null) return () => new Promise((done) => server.close(() => done()));
  const holder = await ask(name);
  throw new StoreError(
    `${directory} is in use by ${holder === "" ? "another process" : `process ${holder}`}: ` +
      "stop that server, or give this one a directory of its own",
  );
}

/** Null when the name is taken. */
function listen(name: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((asker) => {
      asker.on("error", () => undefined);
      asker.end(String(process.pid), () => asker.destroy());
    });
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(null);
      else reject(error);
    });
    server.listen(name, () => resolve(server.unref()));
  });
}

/** Where the name is a file, it may be all that is left of its process. */
async function takeOver(name: string): Promise<Server | null> {
  if (process.platform === "linux" || process.platform === "win32") return null;
  if ((await ask(name)) !== "") return null;
  attempt(() => unlinkSync(name));
  return listen(name);
}

/** The process that listens, as text; empty when none does, or does not say. */
function ask(name: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const holder = connect(name);
    holder.setTimeout(PATIENCE, () => holder.destroy());
    holder.on("data", (bytes: Buffer) => (answer += bytes.toString()));
    holder.on("error", () => undefined);
    holder.on("close", () => resolve(/^\d+$/.test(answer) ? answer : ""));
  });
}
