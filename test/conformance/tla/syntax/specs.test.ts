import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadSpec, parseConfig, parseModule } from "#conformance/tla";
import { packageRoot } from "../../../support/package-root.js";

const folders = ["spec", "spec/models", "spec/traces"].map((folder) =>
  fileURLToPath(new URL(folder, packageRoot)),
);
const files = (end: string) =>
  folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith(end))
      .map((file) => [file, join(folder, file)] as const),
  );

const textOf = (module: string) => {
  const path = files(".tla").find(([file]) => file === `${module}.tla`)?.[1];
  return path === undefined ? undefined : readFileSync(path, "utf8");
};

/** The modules that the judge does not read say so themselves: they have or use an INSTANCE. */
const instances = (text: string): boolean =>
  /\bINSTANCE\b|\w![A-Za-z]/.test(text.replace(/\(\*[^]*?\*\)|\\\*.*/g, ""));

describe("the modules of spec/", () => {
  it.each(files(".tla"))("%s is read, or refused for an INSTANCE", (file, path) => {
    const text = readFileSync(path, "utf8");
    if (instances(text)) expect(() => parseModule(text)).toThrow("INSTANCE");
    else {
      const module = parseModule(text);
      expect(`${module.name}.tla`).toBe(file);
      for (const { name, at } of module.definitions) {
        expect(text.slice(at.start, at.end).startsWith(name)).toBe(true);
      }
    }
  });

  it("are read but for a few", () => {
    const texts = files(".tla").map(([, path]) => readFileSync(path, "utf8"));
    expect(texts.filter((text) => !instances(text)).length).toBeGreaterThanOrEqual(24);
  });

  it("MCZab brings its modules in the order in which they extend each other", () => {
    const spec = loadSpec("MCZab", textOf);
    expect(spec.modules.map(({ name }) => name)).toEqual([
      "Channels",
      "Zab",
      "Properties",
      "MCZab",
    ]);
    expect(spec.variables.slice(0, 4).map(({ name }) => name)).toEqual([
      ...["link", "toLeader", "toLearner", "log"],
    ]);
    expect(spec.variables).toHaveLength(27);
    expect(spec.constants.map(({ name }) => name)).toContain("SnapWindow");
    expect(spec.definitions.get("WrittenAll")?.recursive).toBe(true);
    expect(spec.definitions.get("Written")?.recursive).toBe(false);
  });
});

describe("the configurations", () => {
  it.each(files(".cfg"))("%s is read", (file, path) => {
    const config = parseConfig(readFileSync(path, "utf8"), file);
    expect(config.constants.size).toBeGreaterThan(0);
    if (path.includes("models")) expect(config.next ?? config.specification).toMatch(/^\w+$/);
  });
});
