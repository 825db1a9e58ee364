/** The fields that differ, each with the assignment that made it what the spec says. */
import { asRecorded } from "../../verdict/finding.js";
import type { FieldShown } from "../../verdict/explanation.js";
import type { Interpreter, Value } from "../../tla/index.js";
import type { Step } from "../../trace/step.js";
import type { Pair } from "../course.js";
import type { Machine } from "../machine.js";
import { shown } from "../values.js";
import { claimed } from "./actions.js";
import { anatomy, type Anatomy, type Found } from "./anatomy.js";
import { differences, partOf, type Difference } from "./compared.js";
import { valueText } from "./parts.js";
import { oneLine, passage } from "./passages.js";

/** The fields of the reading that differs least. */
export function fieldsShown(
  machine: Machine,
  interpreter: Interpreter,
  pairs: readonly Pair[],
  { step, line }: { readonly step: Step; readonly line: Value },
): FieldShown[] {
  const [least] = pairs
    .map((pair) => ({ pair, found: differences(machine, pair, line) }))
    .sort((a, b) => a.found.length - b.found.length);
  if (least === undefined) return [];
  const { before, after } = least.pair;
  const action = claimed(machine, interpreter, before, line, after);
  const parts = action && anatomy(interpreter, action.expression, action.environment);
  return least.found.map((one) => ({
    name: one.name,
    recorded: asRecorded(step, one.name, shown(machine.table, one.recorded)),
    expected: shown(machine.table, one.expected),
    before: valueBefore(machine, least.pair, line, one),
    ...responsible(machine, interpreter, parts, one, partOf(machine, line, 1)),
  }));
}

function valueBefore(
  machine: Machine,
  { before }: Pair,
  line: Value,
  { field, name }: Difference,
): string | undefined {
  if (field === null || !name.startsWith("post.")) return undefined;
  const { evaluator, table } = machine;
  const post = evaluator.operator("Post")(before, null, [partOf(machine, line, 1)]);
  const value = table.items(post)[fieldNumber(machine, name)];
  return value === undefined ? undefined : shown(table, value);
}

function fieldNumber({ evaluator, table }: Machine, name: string): number {
  return table.items(evaluator.operator("Fields")([], null, [])).indexOf(name);
}

function responsible(
  machine: Machine,
  interpreter: Interpreter,
  parts: Anatomy | null,
  difference: Difference,
  server: Value,
): Pick<FieldShown, "assignment" | "path"> {
  for (const variable of variablesOf(machine, difference, server)) {
    const found = parts?.assignments.get(variable);
    if (found === undefined) continue;
    return {
      assignment: passage(machine.text, found.expression.at),
      path: found.path.flatMap((one) => conditionShown(machine, interpreter, one)),
    };
  }
  return {};
}

function conditionShown(
  { text }: Machine,
  interpreter: Interpreter,
  { expression, environment }: Found,
): { text: string; value: string }[] {
  const value = valueText(interpreter, expression, environment);
  return value === null ? [] : [{ text: oneLine(text, expression), value }];
}

/** The variables that a compared value is read from, as the text of Post says. */
function variablesOf(
  machine: Machine,
  { field, name, peer }: Difference,
  server: Value,
): readonly string[] {
  const { reads, text } = machine;
  if (field !== null) {
    const body = text.spec.definitions.get("Post")?.body;
    const item = body?.kind === "tuple" ? body.items[fieldNumber(machine, name)] : undefined;
    return item === undefined ? [] : [...reads.ofExpression(item)];
  }
  if (name === "disk") return ["diskQueue"];
  // A connection is named by its learner: on its own a server speaks to its leader.
  if (text.name === "Zab") return [peer === server ? "toLeader" : "toLearner"];
  return ["chan"];
}
