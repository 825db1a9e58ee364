import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The version of this package, seen from the compiled file. */
export function packageVersion(): string {
  const path = fileURLToPath(new URL("../../../package.json", import.meta.url));
  const { version } = JSON.parse(readFileSync(path, "utf8")) as { version: string };
  return version;
}
