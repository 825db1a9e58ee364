import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadManifest, modelTable, TABLE_HEAD } from "#conformance/models";

const spec = (name: string) => fileURLToPath(new URL(`../../../spec/${name}`, import.meta.url));

/** The cells of the table between the two marks; the line under the head is left out. */
function tableInReadme(): string[][] {
  const text = readFileSync(spec("README.md"), "utf8");
  const table = /<!-- models -->([^]*)<!-- end of models -->/.exec(text)?.[1] ?? "";
  const lines = table.split("\n").filter((line) => line.startsWith("|"));
  const cells = lines.map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
  return [...cells.slice(0, 1), ...cells.slice(2)];
}

describe("the table of models in spec/README.md", () => {
  it("says what the manifest says (npm run models:table writes it)", async () => {
    const rows = await modelTable(await loadManifest(spec("models")));
    expect(rows.length).toBeGreaterThan(20);
    expect(tableInReadme()).toEqual([[...TABLE_HEAD], ...rows]);
  });
});
