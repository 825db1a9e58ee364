import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadManifest, modelTable, TABLE_HEAD } from "#conformance/models";

const spec = (name: string) => fileURLToPath(new URL(`../../../spec/${name}`, import.meta.url));

/** The cells of the table between the two marks; the line under the head is left out. */
function tableInReadme(mark: "models" | "design"): string[][] {
  const text = readFileSync(spec("README.md"), "utf8");
  const marked = new RegExp(`<!-- ${mark} -->([^]*)<!-- end of ${mark} -->`);
  const lines = (marked.exec(text)?.[1] ?? "").split("\n").filter((line) => line.startsWith("|"));
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
    expect(tableInReadme("models")).toEqual([[...TABLE_HEAD], ...rows]);
  });
});

describe("the table of differences from the first design in spec/README.md", () => {
  it("has the manifest's figures, and a reason wherever the design has others", async () => {
    const { models } = await loadManifest(spec("models"));
    const [, ...rows] = tableInReadme("design");
    expect(rows.length).toBeGreaterThanOrEqual(27);
    for (const [name, theirStates, theirDepth, states, depth, why] of rows) {
      const model = models.find((one) => `\`${one.name}\`` === name);
      expect([name, states, depth]).toEqual([
        name,
        model?.distinct?.toLocaleString("en-US"),
        String(model?.depth),
      ]);
      const same = theirStates === states && theirDepth === depth;
      expect([name, why === "the same"]).toEqual([name, same]);
      expect(why).toMatch(/^(the same|[a-f](, [a-f])*)$/);
    }
  });
});
