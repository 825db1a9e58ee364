// Promise: an exception that spec/mapping.json makes has a reason.
import { isLeft } from "fp-ts/lib/Either.js";
import * as t from "io-ts";
import { PathReporter } from "io-ts/lib/PathReporter.js";
import { MappingError } from "./error.js";

export const EXCEPTIONS_FILE = "spec/mapping.json";

const reasons = t.readonly(t.record(t.string, t.string));
const ModuleExceptions = t.readonly(
  t.exact(
    t.type({
      /** Actions that stand in Next alone, or among the reducers alone. */
      actions: reasons,
      /** Variables that are no field. */
      variables: reasons,
      /** Fields that are no variable. */
      fields: reasons,
      /** By action: variables that only one side writes. */
      writes: t.readonly(t.record(t.string, reasons)),
    }),
  ),
);
const Exceptions = t.readonly(t.record(t.string, ModuleExceptions));

export type ModuleExceptions = t.TypeOf<typeof ModuleExceptions>;
export type Exceptions = t.TypeOf<typeof Exceptions>;

/** How many letters a reason has at least. */
const SHORTEST = 10;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new MappingError(`${EXCEPTIONS_FILE}: ${why.replace(/\s+/g, " ")}: correct the JSON`);
  }
}

export function readExceptions(text: string): Exceptions {
  const decoded = Exceptions.decode(parsed(text));
  if (isLeft(decoded)) {
    const [first = ""] = PathReporter.report(decoded);
    throw new MappingError(`${EXCEPTIONS_FILE}: ${first}`);
  }
  for (const [module, { actions, variables, fields, writes }] of Object.entries(decoded.right)) {
    const all = [actions, variables, fields, ...Object.values(writes)].flatMap(Object.entries);
    for (const [name, reason] of all as [string, string][]) {
      if (reason.length >= SHORTEST) continue;
      throw new MappingError(`${EXCEPTIONS_FILE}: ${module} ${name}: say why, in a sentence`);
    }
  }
  return decoded.right;
}
