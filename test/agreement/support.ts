import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { production, type Reducers } from "#explorer";
import {
  electionActions,
  zabActions,
  type Action,
  type ElectionAction,
  type Event,
} from "#state-machine";
import { packageRoot } from "../support/package-root.js";

export const root = fileURLToPath(packageRoot);

type Protocol = "zab" | "election";

/** The compiled text of an action. */
function compiled(protocol: Protocol, action: string): string {
  const dir = join(root, "dist", "src", "state-machine", protocol);
  const names = readdirSync(dir, { recursive: true, encoding: "utf8" });
  const found = names.find((name) => basename(name) === `${action}.js`);
  if (found === undefined) throw new Error(`${dir}: no ${action}.js`);
  return join(dir, found);
}

/** An action whose text is edited in one place; what it imports is that of production. */
async function edited(
  protocol: Protocol,
  action: string,
  edit: (text: string) => string,
): Promise<unknown> {
  const file = compiled(protocol, action);
  const before = readFileSync(file, "utf8");
  const after = edit(before);
  if (after === before) throw new Error(`${file}: the edit changes nothing`);
  const url = (path: string) => pathToFileURL(join(dirname(file), path)).href;
  const text = after
    .replace(/from "(\.[^"]+)"/g, (_, path: string) => `from "${url(path)}"`)
    .replace(/^\/\/# sourceMappingURL=.*$/m, "");
  const dir = mkdtempSync(join(tmpdir(), "zabkeeper-defect-"));
  try {
    const copy = join(dir, `${action}.mjs`);
    writeFileSync(copy, text);
    const module = (await import(pathToFileURL(copy).href)) as Record<string, unknown>;
    return module[action];
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** The reducers of production, but for one action whose text is edited. */
export async function reducersWith(
  protocol: Protocol,
  name: string,
  edit: (text: string) => string,
): Promise<Reducers> {
  const action = await edited(protocol, name, edit);
  return protocol === "zab"
    ? { ...production, step: stepWith(name, action as Action) }
    : { ...production, stepElection: stepElectionWith(name, action as ElectionAction) };
}

function answers(action: Action, event: Event): boolean {
  return (
    action.on === event.kind &&
    (action.message === null || (event.kind === "Message" && action.message === event.message.type))
  );
}

function stepWith(name: string, defect: Action): Reducers["step"] {
  const actions = zabActions.map(([each, of]) => [each, each === name ? defect : of] as const);
  return (state, event) => {
    const taken = actions.find(([, each]) => answers(each, event) && each.enabled(state, event));
    if (taken === undefined) return { action: null, state, effects: [] };
    return { action: taken[0], ...taken[1].next(state, event) };
  };
}

function stepElectionWith(name: string, defect: ElectionAction): Reducers["stepElection"] {
  const actions = electionActions.map(([each, of]) => [each, each === name ? defect : of] as const);
  return (state, event) => {
    const taken = actions.find(([, each]) => each.on === event.kind && each.enabled(state, event));
    if (taken === undefined) return { action: null, state, effects: [] };
    return { action: taken[0], ...taken[1].next(state, event) };
  };
}
