import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { describe, expect, it } from "vitest";
import {
  campaignOf,
  kinds,
  namedShares,
  percent,
  parseRecord,
  recordText,
  rowsIn,
  rowsOf,
  withTable,
  wrongVerdicts,
  type Kind,
} from "#conformance/corruption";
import { foldersIn } from "../../support/corpus.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const page = join(root, "docs/judge.md");
const text = readFileSync(join(root, "docs/judge/corruption.json"), "utf8");

describe("the record of all damages", () => {
  const record = parseRecord(text) ?? new Map<string, never>();

  it("has every committed run, damaged two thousand times or more, and no wrong verdict", () => {
    expect([...record.keys()].sort()).toEqual(foldersIn(join(root, "traces/good")).sort());
    for (const [name, campaign] of record) {
      const tried = Object.values(campaign.kinds).reduce((sum, one) => sum + one.tried, 0);
      expect(tried, name).toBeGreaterThanOrEqual(2000);
    }
    const rows = rowsIn(record);
    expect(rows.map(({ kind }) => kind.name)).toEqual(kinds.map(({ name }) => name));
    expect(rows.reduce((sum, { tried }) => sum + tried, 0)).toBeGreaterThanOrEqual(20_000);
    expect(wrongVerdicts(rows)).toBe(0);
    expect(rows.reduce((sum, { unproved }) => sum + unproved, 0)).toBe(0);
    const { changed, missed } = namedShares(rows);
    expect(percent(changed)).toBeGreaterThanOrEqual(95);
    expect(percent(missed)).toBeGreaterThanOrEqual(95);
  });

  it("is what the page shows (npm run corrupt -- --each 150 --write writes both)", async () => {
    const before = readFileSync(page, "utf8");
    const options = await resolveConfig(page);
    const after = await format(withTable(before, record) ?? "", { ...options, filepath: page });
    expect(after).toBe(before);
  });
});

describe("a record", () => {
  const [kind] = kinds as readonly [Kind];
  const rows = rowsOf([
    { trial: { kind, outcome: "named" }, proof: "not asked" },
    { trial: { kind, outcome: "accepted" }, proof: "equivalent" },
  ]);

  it("is read as it was written, and its runs are added up", () => {
    const campaign = campaignOf(rows, { seed: 1, each: 2 });
    const record = new Map([
      ["two", campaign],
      ["one", campaign],
    ]);
    const read = parseRecord(recordText(record));
    expect(read).toEqual(record);
    expect(rowsIn(read ?? new Map())).toEqual([
      {
        kind,
        tried: 4,
        counts: { ...rows[0]?.counts, named: 2, accepted: 2 },
        equivalent: 2,
        wrong: 0,
        unproved: 0,
      },
    ]);
    expect(withTable("no place", record)).toBe(null);
  });

  it("is none where the file is another", () => {
    expect(parseRecord("[")).toBe(null);
    expect(parseRecord('{"one":{"seed":1}}')).toBe(null);
  });
});
