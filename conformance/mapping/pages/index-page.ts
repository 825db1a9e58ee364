// Promise: the index names every action once, with where it is and where it happens.
import type { Module } from "../check.js";
import { at, introduction } from "../sany/source.js";
import { code, table } from "./markdown.js";
import type { Recorded } from "./recorded.js";

const OPENING = `# Spec and code, side by side

<!-- made by npm run check:mapping -- --write -->

One page for each action of the two specs: its guards and what it changes, and beside them what
stands for them in the reducer. \`npm run check:mapping\` reads both texts and demands that

1. every action has a reducer, and every variable is a field of the state, or
   [spec/mapping.json](../../spec/mapping.json) says why not;
2. every line \`@spec Module!Action digest\` carries the digest of what SANY reads in the action today;
3. a reducer writes what its action primes, and nothing else;
4. every guard has its counterpart in [spec/guards.txt](../../spec/guards.txt), or a reason, and so
   has every condition of a reducer;
5. these pages and [spec/outline.json](../../spec/outline.json) are what is made of the texts.

Who has changed a spec reads the reducer again and then signs:
\`npm run check:mapping -- --write --sign 'Zab!DiskComplete'\`.`;

function rows(module: Module, recorded: ReadonlyMap<string, Recorded>): string[][] {
  return [...module.spec.actions.values()].map(({ definition, guards, writes }) => {
    const { name, place, parameters } = definition;
    const reducer = module.code.reducers.get(name);
    const spec = `[${at(place)}](../../spec/${place.module}.tla#L${place.line})`;
    const file = reducer?.file.split("/").at(-1) ?? "";
    const own = reducer && `[${file}:${reducer.line}](../../${reducer.file}#L${reducer.line})`;
    const line = recorded.get(`${module.name}!${name}`);
    const seen = line && `[line ${line.line}](../../${line.file}#L${line.line})`;
    const title = `[${name}](${module.name}/${name}.md)(${parameters.join(", ")})`;
    return [title, spec, own ?? "none", String(guards.length), String(writes.length), seen ?? "no"];
  });
}

/** What an operator without an action of its own mirrors, as a list. */
function operators({ name, spec, code: outline }: Module): string {
  const all = [...spec.twins.keys()].map((operator) => {
    const twin = outline.twins.find((one) => one.name === operator);
    const definition = spec.tree.byName.get(operator);
    const place = definition?.place;
    if (twin === undefined || place === undefined) return "";
    const said = introduction(spec.sources, place).split("\n").join(" ");
    const links =
      `[${at(place)}](../../spec/${place.module}.tla#L${place.line}), ` +
      `[${twin.file.split("/").at(-1)}:${twin.line}](../../${twin.file}#L${twin.line})`;
    return `- ${code(operator)}: ${links}${said === "" ? "" : `. ${said}`}`;
  });
  return `### Operators of ${name}\n\n${all.filter((one) => one !== "").join("\n")}`;
}

export function indexPage(
  modules: readonly Module[],
  recorded: ReadonlyMap<string, Recorded>,
): string {
  const head = ["Action", "Spec", "Reducer", "Guards", "Variables", "Recorded"];
  const each = modules.map((module) => {
    const all = rows(module, recorded);
    return `## ${module.name}\n\n${table(head, all)}\n\n${operators(module)}`;
  });
  return `${[OPENING, ...each].join("\n\n")}\n`;
}
