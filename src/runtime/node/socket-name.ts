import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * The address of a socket of this machine with a name. In Linux and Windows such names are no
 * files, and end with the process.
 */
export function socketName(name: string): string {
  if (process.platform === "linux") return `\0${name}`;
  if (process.platform === "win32") return `\\\\.\\pipe\\${name}`;
  return join(tmpdir(), name);
}
