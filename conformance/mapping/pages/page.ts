// Promise: one page shows an action and its reducer clause by clause, each with its place.
import type { Module } from "../check.js";
import type { CodePlace } from "../code/program.js";
import type { Reducer } from "../code/reducers.js";
import type { Section } from "../guards-file.js";
import { at, introduction, sourceText } from "../sany/source.js";
import type { Place } from "../sany/tree.js";
import type { Guard, Update } from "../spec/clauses.js";
import type { SpecAction } from "../spec/outline.js";
import { block, cell, code, link, table } from "./markdown.js";
import type { Recorded } from "./recorded.js";

/** What a page is made of. */
export interface PageOf {
  readonly module: Module;
  readonly action: SpecAction;
  readonly guards: ReadonlyMap<string, Section>;
  readonly recorded: Recorded | null;
  /** Why there is no recorded line. */
  readonly never: string | null;
}

const base = (path: string) => path.slice(path.lastIndexOf("/") + 1);
const specLink = (place: Place) => link(at(place), `spec/${place.module}.tla`, place.line);
const codeLink = ({ file, line }: CodePlace) => link(`${base(file)}:${line}`, file, line);
const anywhere = (file: string) => file.split("/").at(-1);

/** A guard, and what stands for it, in one row; those that it is made of below it. */
function guardRows(
  page: PageOf,
  name: string,
  guards: readonly Guard[],
  prefix: string,
): string[][] {
  const { module } = page;
  const pairs = page.guards.get(`${module.name}!${name}`)?.pairs ?? [];
  const reducer = module.code.reducers.get(name);
  const known = [...(reducer?.conditions ?? module.code.conditions.get(name) ?? [])];
  if (reducer !== undefined) known.push(reducer.answers);
  const conditions = (texts: readonly string[]) =>
    texts.map((text) => {
      const found = known.find((one) => one.text === text);
      return found === undefined ? code(text) : `${code(text)} ${codeLink(found)}`;
    });
  const told = pairs.filter(({ clause }) => clause !== null);
  const rows = guards.flatMap((guard, k): string[][] => {
    const pair = told[k];
    const number = `${prefix}${k + 1}`;
    const counterpart = cell([...conditions(pair?.conditions ?? []), pair?.reason ?? ""]);
    const own = [number, `${code(guard.text)} ${specLink(guard.place)}`, trimmed(counterpart)];
    const inside = guard.applies === null ? undefined : module.spec.opened.get(guard.applies);
    if (guard.applies === null || inside === undefined) return [own];
    return [own, ...guardRows(page, guard.applies, inside, `${number}.`)];
  });
  const alone = pairs.filter(({ clause }) => clause === null);
  const extra = alone.map((pair) => [
    "",
    "",
    cell([...conditions(pair.conditions), pair.reason ?? ""]),
  ]);
  return [...rows, ...extra];
}

const trimmed = (text: string) => text.replace(/(<br>)+$/, "");

/** One assignment of the spec, the operators that lead to it, and when. */
function updateCell({ text, place, under, via }: Update): string {
  const when = under.length === 0 ? [] : [`if ${under.map(code).join(" and ")}:`];
  const path = via.map((call) => `${code(call)}:`);
  return cell([...when, ...path, `${code(text)} ${specLink(place)}`]);
}

function writeRows({ module, action }: PageOf, reducer: Reducer | undefined): string[][] {
  return action.writes.map((variable) => {
    const updates = action.updates.filter((update) => update.variable === variable);
    const writes = reducer?.writes.filter(({ field }) => field === variable) ?? [];
    const spare = module.exceptions.variables[variable];
    const own = cell(writes.map((write) => `${code(write.text)} ${codeLink(write)}`));
    return [code(variable), cell(updates.map(updateCell)), spare ?? own];
  });
}

/** Where it happens, or why it is never seen. */
function recordedText({ recorded, never }: PageOf): string {
  if (recorded === null) return `In no recorded run. ${never ?? ""}`.trim();
  const { file, line, text } = recorded;
  const folder = file.split("/").slice(0, -1).join("/").replace("traces/good/", "");
  const where = link(`${folder}/${anywhere(file)}:${line}`, file, line);
  return `${where}\n\n${block("json", text)}`;
}

function head({ module, action }: PageOf, reducer: Reducer | undefined): string {
  const { definition, digest } = action;
  const trace =
    module.name === "Zab"
      ? code(`"a":"${definition.name}"`)
      : code(`"spec":"${module.name}","a":"${definition.name}"`);
  const parameters = definition.parameters.map(code).join(", ");
  const rows = [
    ["Spec", specLink(definition.place)],
    ["Reducer", reducer === undefined ? "none" : codeLink(reducer)],
    ["Parameters", parameters],
    ["Answers", reducer === undefined ? "nothing" : code(reducer.answers.text)],
    ["In a trace", trace],
    ["Digest", code(digest)],
  ];
  return table(["", ""], rows);
}

const MADE = "<!-- made by npm run check:mapping -- --write -->";

/** The page of one action. */
export function page(of: PageOf): string {
  const { module, action } = of;
  const { definition } = action;
  const reducer = module.code.reducers.get(definition.name);
  const guards = guardRows(of, definition.name, action.guards, "");
  const rest = module.spec.tree.variables
    .map(({ name }) => name)
    .filter((name) => !action.writes.includes(name));
  const asks = reducer?.asks.map(
    (one) => `- ${code(one.text).replaceAll("\\|", "|")} ${codeLink(one)}`,
  );
  const parts = [
    `# ${module.name}!${definition.name}`,
    MADE,
    introduction(module.spec.sources, definition.place),
    module.exceptions.actions[definition.name] ?? "",
    head(of, reducer),
    "## When",
    guards.length === 0 ? "At any time." : table(["", "Spec", "Reducer"], guards),
    "## What",
    table(["", "Spec", "Reducer"], writeRows(of, reducer)),
    rest.length === 0 ? "" : `Unchanged: ${rest.map(code).join(", ")}.`,
    asks === undefined || asks.length === 0
      ? ""
      : `What the reducer asks of the world:\n\n${asks.join("\n")}`,
    "## Recorded",
    recordedText(of),
    "## The texts",
    block("tla", sourceText(module.spec.sources, definition.place)),
    reducer === undefined ? "" : block("ts", reducer.text),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}
