import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a directory and those above it, as far as they are not there. Node's own `recursive` never
 * returns where nothing can be made although the directory above is there, as in /proc.
 * @throws what the system says about the directory that cannot be made.
 */
export function makeDirectory(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if (isDirectory(path)) return;
    const parent = dirname(path);
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT" && parent !== path;
    if (!isMissing || isDirectory(parent)) throw error;
    makeDirectory(parent);
    makeDirectory(path);
  }
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
