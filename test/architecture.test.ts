import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

// ARCHITECTURE.md says what is where. It is held against what git tracks.

const root = fileURLToPath(new URL("..", import.meta.url));
const page = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");
const files = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" }).split("\0");

/** Folders whose folders have a row each. */
const DIVIDED = ["src/", "conformance/", "packages/"];

/** The folders of the first column: `| \`conformance/trace/\` | … |`. */
const rows = [...page.matchAll(/^\| `([^`]+\/)` /gm)].map(([, folder = ""]) => folder);

/** The first folder of each path below `parent`, those with a dot aside. */
function foldersIn(parent: string): string[] {
  const below = files.filter((file) => existsSync(join(root, file)) && file.startsWith(parent));
  const first = below.map((file) => /^[^./][^/]*\//.exec(file.slice(parent.length))?.[0] ?? "");
  return [...new Set(first)].filter((name) => name !== "").map((name) => parent + name);
}

describe("ARCHITECTURE.md", () => {
  const top = foldersIn("");

  it("has a row for each folder that there is", () => {
    const wanted = [...top, ...DIVIDED.flatMap(foldersIn)].filter(
      (folder) => folder !== "src/" && folder !== "packages/",
    );
    expect(wanted.length).toBeGreaterThan(30);
    expect(wanted.filter((folder) => !rows.includes(folder))).toEqual([]);
  });

  it("has no row twice, and none for a folder that is not there", () => {
    expect(rows.filter((folder, k) => rows.indexOf(folder) !== k)).toEqual([]);
    expect(rows.filter((folder) => !files.some((file) => file.startsWith(folder)))).toEqual([]);
  });

  it("names no file that is not there", () => {
    const named = [...page.matchAll(/`([\w.-]+\/[\w./-]*)`/g)].map(([, path = ""]) => path);
    const ours = named.filter((path) => top.some((folder) => path.startsWith(folder)));
    expect(ours.length).toBeGreaterThan(40);
    expect(ours.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
