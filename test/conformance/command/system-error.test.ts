import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { systemProblem, systemReason } from "#conformance/command";

function thrown(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

describe("what the system refuses", () => {
  it("is said in plain words, with the path", () => {
    const missing = thrown(() => readFileSync("/nowhere/at-all"));
    expect(systemReason(missing)).toBe("no such file or folder");
    expect(systemProblem(missing)).toBe("/nowhere/at-all: no such file or folder");
    expect(systemProblem(thrown(() => readFileSync("/")))).toBe("read: it is a folder");
    const file = fileURLToPath(import.meta.url);
    expect(systemProblem(thrown(() => mkdirSync(file)))).toBe(`${file}: a file is in its place`);
    const again = () => writeFileSync(file, "", { flag: "wx" });
    expect(systemProblem(thrown(again))).toBe(`${file}: it is there already`);
  });

  it("names the place that was to be taken", () => {
    const error = thrown(() => renameSync("/nowhere/a", "/nowhere/b"));
    expect(systemProblem(error)).toBe("/nowhere/b: no such file or folder");
  });

  it.each([
    ["mkdir", "permission denied to make it"],
    ["open", "permission denied to open it"],
    ["scandir", "permission denied to list it"],
    ["access", "permission denied"],
  ])("says what was not permitted: %s", (syscall, words) => {
    const error = Object.assign(new Error("x"), { code: "EACCES", syscall, path: "/p" });
    expect(systemProblem(error)).toBe(`/p: ${words}`);
  });

  it("keeps the code that nobody has words for", () => {
    const error = Object.assign(new Error("x"), { code: "EODD", syscall: "open", path: "/p" });
    expect(systemProblem(error)).toBe("/p: EODD");
  });

  it("is no other error", () => {
    expect(systemReason(new Error("x"))).toBeNull();
    expect(systemProblem(Object.assign(new TypeError("x"), { code: "ERR_X" }))).toBeNull();
    expect(systemReason(undefined)).toBeNull();
  });
});
