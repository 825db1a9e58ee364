import type { Expression, ExpressionOf, PathStep } from "../syntax/ast.js";
import type { Scope } from "./scope.js";
import type { Writer } from "./writer.js";

type Update = ExpressionOf<"except">["updates"][number];

/** Code that may as well stand twice: a variable, a name, a constant, or one applied to another. */
const SHORT = /^(?:[\w$"]+|\w+\[\d+\]|R\.apply\(\w+\[\d+\], [\w$"]+, \d+\))$/;

/** The argument of a function: of several, their tuple. */
export function argument(w: Writer, args: readonly Expression[], scope: Scope): string {
  const [only] = args;
  if (only !== undefined && args.length === 1) return w.value(only, scope);
  return `R.table.tuple([${args.map((one) => w.owned(one, scope)).join()}])`;
}

export function record(w: Writer, e: ExpressionOf<"record">, scope: Scope): string {
  const fields = [...e.fields].sort((a, b) => (a.name < b.name ? -1 : 1));
  const { table } = w.unit.dictionary;
  const domain = w.unit.constant(table.set(fields.map(({ name }) => name)));
  return `R.table.over(${domain}, [${fields.map(({ value }) => w.owned(value, scope)).join()}])`;
}

export function records(w: Writer, e: ExpressionOf<"records">, scope: Scope): string {
  const fields = e.fields.map(({ name, value }) => {
    return `[${JSON.stringify(name)}, ${w.value(value, scope)}]`;
  });
  return `R.lazy({ form: "records", fields: [${fields.join()}] })`;
}

export function except(w: Writer, e: ExpressionOf<"except">, scope: Scope): string {
  return e.updates.reduce(
    (code, one) => updated(w, code, one.path, one, scope),
    w.value(e.of, scope),
  );
}

/** The code of what `code` is after an update at `path`, or at what is left of it. */
function updated(
  w: Writer,
  code: string,
  path: readonly PathStep[],
  update: Update,
  scope: Scope,
): string {
  const [step, ...rest] = path;
  if (step === undefined) return w.owned(update.value, { ...scope, old: code });
  const key =
    step.kind === "field" ? JSON.stringify(step.name) : argument(w, step.arguments, scope);
  const place = w.unit.place(update);
  if (SHORT.test(code) && SHORT.test(key)) {
    const old = `R.apply(${code}, ${key}, ${place})`;
    return `R.replace(${code}, ${key}, ${updated(w, old, rest, update, scope)}, ${place})`;
  }
  const old = w.unit.fresh("old");
  const changed = updated(w, old, rest, update, scope);
  return `R.except(${code}, ${key}, (${old}) => ${changed}, ${place})`;
}
