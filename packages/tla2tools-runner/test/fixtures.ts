import { fileURLToPath } from "node:url";

/** Path of a file beside these tests. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));
}
