import { describe, expect, it } from "vitest";
import { compile, explore, fromCode, programSource, ValueTable } from "#conformance/tla";
import { load } from "../support/models.js";

describe("the text of a program", () => {
  it("needs nothing but a runtime, and explores as the program does", async () => {
    const { spec, config } = load("el-pair");
    const module = `export default ${programSource(spec, config)};`;
    const imported = (await import(`data:text/javascript,${encodeURIComponent(module)}`)) as {
      default: Parameters<typeof fromCode>[0];
    };
    const table = new ValueTable();
    table.tuple(["other", table.set([3, 1])]);
    const program = fromCode(imported.default, spec, config, { table });
    expect(explore(program, config)).toEqual(explore(compile(spec, config), config));
  });
});
