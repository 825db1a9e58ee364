import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { cfgInvariants, cfgProperties } from "tla2tools-runner";
import {
  loadManifest,
  modelTable,
  propertyFacts,
  propertyTable,
  TABLE_HEAD,
  WITNESS_HEAD,
  witnessTable,
} from "#conformance/models";

const spec = (name: string) => fileURLToPath(new URL(`../../../spec/${name}`, import.meta.url));

/** The cells of the table between the two marks; the line under the head is left out. */
function tableInReadme(mark: "models" | "properties" | "witnesses" | "design"): string[][] {
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

describe("the table of properties in spec/README.md", () => {
  const [head, ...rows] = tableInReadme("properties");
  const nameOf = ([, name = ""]: readonly string[]) => name.replaceAll("`", "");

  it("has a row for each property that a model checks, and no other", async () => {
    const facts = await propertyFacts(await loadManifest(spec("models")));
    expect(facts.size).toBeGreaterThan(70);
    expect(rows.map(nameOf).sort()).toEqual([...facts.keys()].sort());
  });

  it("says where each is defined and has something to say (npm run models:table writes it)", async () => {
    const manifest = await loadManifest(spec("models"));
    expect(head).toEqual([
      ...["#", "Property", "Where", "In words", "The paper, or why", "Says something in"],
    ]);
    expect(rows).toEqual(await propertyTable(manifest, rows));
  });

  it("leads to a line that defines the property, and says it in words", () => {
    for (const row of rows) {
      const [name, places = "", words = "", source = ""] = [nameOf(row), ...row.slice(2)];
      const links = [...places.matchAll(/\[\w+:(\d+)\]\(([\w/]+\.tla)#L(\d+)\)/g)];
      expect([name, links.length > 0, words === "", source === ""]).toEqual([
        ...[name, true, false, false],
      ]);
      for (const [, line, path = "", anchor] of links) {
        const text = readFileSync(spec(path), "utf8").split("\n")[Number(line) - 1];
        const operator = name === "NoHalt" ? "MCNextOrStable" : name;
        expect(text?.slice(0, operator.length + 3)).toBe(`${operator} ==`);
        expect(anchor).toBe(line);
      }
    }
  });
});

describe("the table of witnesses in spec/README.md", () => {
  it("has W1 to W19 with the specs' words, each with a model (npm run models:table writes it)", async () => {
    const [head, ...rows] = tableInReadme("witnesses");
    expect(head).toEqual([...WITNESS_HEAD]);
    expect(rows).toEqual(await witnessTable(await loadManifest(spec("models"))));
    expect(rows.map(([name]) => name)).toEqual(
      Array.from({ length: 19 }, (_, index) => `W${String(index + 1)}`),
    );
    expect(rows.filter((cells) => cells.includes(""))).toEqual([]);
  });
});

describe("the exploration that README.md shows", () => {
  it("has the counts of the manifest, and as many properties as the model", async () => {
    const shown = /^base: ([\d,]+) distinct states, ([\d,]+) steps, depth (\d+)$[^]*?^All (\d+) /m;
    const text = readFileSync(spec("../README.md"), "utf8");
    const figures = shown
      .exec(text)
      ?.slice(1)
      .map((figure) => Number(figure.replaceAll(",", "")));
    const { models } = await loadManifest(spec("models"));
    const base = models.find(({ name }) => name === "base");
    const cfg = readFileSync(spec("models/base.cfg"), "utf8");
    const checked = [...cfgInvariants(cfg), ...cfgProperties(cfg)].length;
    // TLC counts the initial state among those that it generates; there is one.
    expect(figures).toEqual([base?.distinct, (base?.generated ?? 0) - 1, base?.depth, checked]);
  });
});

describe("the prose of spec/README.md", () => {
  it("has no count of states: those that a test compares stand in tables", () => {
    const text = readFileSync(spec("README.md"), "utf8");
    const prose = text.split("\n").filter((line) => !line.startsWith("|"));
    expect(prose.filter((line) => /\d,\d{3}/.test(line))).toEqual([]);
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
