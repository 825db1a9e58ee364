import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  differences,
  readCertificate,
  writeCertificate,
  type Certificate,
} from "#conformance/graph";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "certificates-"));
});
afterEach(() => {
  chmodSync(dir, 0o700);
  rmSync(dir, { recursive: true, force: true });
});

const digest = (digit: string) => digit.repeat(64);
const certificate: Certificate = {
  ...{ model: "toy", initial: 1, states: 3, edges: 4 },
  ...{ initialDigest: digest("a"), edgesDigest: digest("b") },
  ...{ specDigest: digest("c"), cfgDigest: digest("d") },
};

describe("a certificate", () => {
  it("is read as it was written, and nothing else stands in its folder", async () => {
    await writeCertificate(dir, certificate);
    expect(readdirSync(dir)).toEqual(["toy.json"]);
    expect(await readCertificate(dir, "toy")).toEqual(certificate);
  });

  it.each([
    ["nothing", null],
    ["half a file", '{"model": "toy", "ini'],
    ["a list", []],
    ["another model", { ...certificate, model: "other" }],
    ["no count", { ...certificate, states: "3" }],
    ["a short digest", { ...certificate, edgesDigest: "b" }],
    ["a key too many", { ...certificate, note: "" }],
  ])("is refused as %s, in one line with the remedy", async (_, content) => {
    const text = typeof content === "string" ? content : JSON.stringify(content);
    writeFileSync(join(dir, "toy.json"), text);
    await expect(readCertificate(dir, "toy")).rejects.toThrow(
      `${dir}/toy.json: no certificate of toy: restore it, or run npm run check:graph -- toy --write`,
    );
  });

  it("is not half written where its place is taken", async () => {
    mkdirSync(join(dir, "toy.json"));
    await expect(writeCertificate(dir, certificate)).rejects.toThrow(
      /toy\.json: cannot be written/,
    );
    expect(readdirSync(dir)).toEqual(["toy.json"]);
  });

  it.each([
    ["states", { ...certificate, states: 5 }, "toy: states is 5, not 3: "],
    ["edges", { ...certificate, edgesDigest: digest("e") }, "toy: edgesDigest is eeee"],
    ["spec", { specDigest: digest("e") }, "toy: the spec has changed since: "],
    ["cfg", { cfgDigest: digest("e") }, "toy: the configuration has changed since: "],
  ])("tells that its %s changed, and how to renew it", (_, found, said) => {
    const lines = differences(certificate, found, "toy");
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(said);
    expect(lines[0]).toMatch(/: run npm run check:graph -- toy --write$/);
  });
});
