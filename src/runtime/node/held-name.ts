// Promise: of all processes of this machine one at a time has a name, and none that is dead.
import { unlinkSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { socketName } from "./socket-name.js";
import { attempt } from "./store/files.js";

/** How long the holder may take to say who it is, in ms. */
const PATIENCE = 2_000;

/** Who has a name: this process until it lets go of it, or another one. */
export type HeldName =
  | { readonly release: () => Promise<void> }
  /** Its process id; empty where it does not say. */
  | { readonly release: null; readonly holder: string };

/**
 * Takes a name of this machine until it is released, or this process ends, however it ends.
 *
 * It is a socket that listens. A file with a process id would outlive a killed process, and the id
 * may come to belong to another one; a socket does not, and whoever finds the name taken can ask
 * the holder who it is.
 */
export async function holdName(name: string): Promise<HeldName> {
  const address = socketName(name);
  const server = (await listen(address)) ?? (await takeOver(address));
  if (server === null) return { release: null, holder: await ask(address) };
  return { release: () => new Promise((done) => server.close(() => done())) };
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
