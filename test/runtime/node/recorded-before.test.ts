import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { decodeLine } from "#codec";
import { strangeTo } from "../../../dist/src/runtime/node/recorded-before.js";
import { packageRoot } from "../../support/package-root.js";
import { temporaryDirectory } from "./support/temporary.js";

const good = fileURLToPath(new URL("traces/good", packageRoot));

/** What a process found on its disk, as its header says. */
function foundBy(file: string) {
  const [line = ""] = readFileSync(file, "utf8").split("\n", 1);
  const decoded = decodeLine(line);
  if (!decoded.ok || decoded.kind !== "header") throw new Error(`${file} has no header`);
  const { server, incarnation, base } = decoded.header;
  const { last, acceptedEpoch, currentEpoch } = base;
  const digest = base.log.at(-1)?.[1] ?? null;
  return { server, incarnation, data: { last, digest, acceptedEpoch, currentEpoch } };
}

/** Each process of a committed run that was not its server's first, after what was there before. */
const restarts = readdirSync(good).flatMap((run) => {
  const files = readdirSync(join(good, run)).filter((name) => name.endsWith(".ndjson"));
  return files.flatMap((name) => {
    const { server, incarnation, data } = foundBy(join(good, run, name));
    if (incarnation === 1) return [];
    const before = readFileSync(join(good, run, `${server}.${incarnation - 1}.ndjson`));
    return [{ name: `${run}/${name}`, server, before, data }];
  });
});

/** A folder with one file of a server. */
function folder(server: number, text: string | Buffer): string {
  const path = temporaryDirectory();
  writeFileSync(join(path, `${server}.4.ndjson`), text);
  return path;
}

describe("a folder with a recorded file of this server", () => {
  it("takes up each restart that was ever recorded", () => {
    expect(restarts.length).toBeGreaterThan(10);
    for (const { name, server, before, data } of restarts) {
      expect(strangeTo(folder(server, before), server, data), name).toBeNull();
    }
  });

  it("is strange to data that have more, or something else, and says what", () => {
    let txns = 0;
    for (const { name, server, before, data } of restarts) {
      const path = folder(server, before);
      const saying = (more: Partial<typeof data>) => strangeTo(path, server, { ...data, ...more });
      const nowhere = `of its data stands nowhere in ${server}.4.ndjson`;
      expect(saying({ acceptedEpoch: 77 }), name).toBe(`acceptedEpoch 77 ${nowhere}`);
      expect(saying({ currentEpoch: 77 }), name).toBe(`currentEpoch 77 ${nowhere}`);
      expect(saying({ last: "1:777" }), name).toBe(`zxid 1:777 ${nowhere}`);
      const digest = "no digest";
      if (data.digest === null) continue;
      txns += 1;
      const txn = `the txn ${data.last} with the digest ${digest}`;
      expect(saying({ digest }), name).toBe(`${txn} ${nowhere}`);
    }
    expect(txns).toBeGreaterThan(5);
  });

  const fresh = { last: "0:0", digest: null, acceptedEpoch: 0, currentEpoch: 0 };

  it("is strange to empty data as soon as it tells of a promise", () => {
    const header = '{"v":1,"base":{"last":"0:0","acceptedEpoch":0,"currentEpoch":0}}\n';
    const queued = '{"q":1,"disk":[{"op":"acceptedEpoch","epoch":1}],"post":{"queueLen":1}}\n';
    const durable = '{"q":2,"disk":[],"post":{"acceptedEpoch":1}}\n';
    expect(strangeTo(folder(3, header + queued), 3, fresh)).toBeNull();
    const told = "its data are empty, and 3.4.ndjson tells of more";
    expect(strangeTo(folder(3, header + queued + durable), 3, fresh)).toBe(told);
  });

  it("finds what stands on the border of two pieces that are read", () => {
    const last = `{"op":"append","zxid":"1:5"}`;
    const line = `{"acceptedEpoch":1,"currentEpoch":1}`;
    const data = { last: "1:5", digest: null, acceptedEpoch: 1, currentEpoch: 1 };
    for (let cut = 1; cut < last.length; cut += 1) {
      const space = " ".repeat(1_048_576 - line.length - cut);
      expect(strangeTo(folder(1, `${line}${space}${last}\n`), 1, data), `${cut}`).toBeNull();
    }
  });

  it("is nobody's with the files of other servers, or a file without a whole line", () => {
    const used = { ...fresh, last: "1:5", acceptedEpoch: 1 };
    const durable = '{"acceptedEpoch":2}';
    for (const data of [fresh, used]) {
      expect(strangeTo(folder(2, `${durable}\n`), 1, data)).toBeNull();
      expect(strangeTo(folder(1, durable), 1, data)).toBeNull();
      expect(strangeTo(temporaryDirectory(), 1, data)).toBeNull();
    }
  });
});
