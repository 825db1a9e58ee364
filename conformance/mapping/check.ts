// Promise: what this returns is everything in which spec and reducers differ, as far as texts tell.
import type { CodeOutline } from "./code/reducers.js";
import { checkGuards, type Sides } from "./check-guards.js";
import { EXCEPTIONS_FILE, type Exceptions, type ModuleExceptions } from "./exceptions.js";
import type { Section } from "./guards-file.js";
import { at } from "./sany/source.js";
import type { SpecOutline } from "./spec/outline.js";

/** Everything that is compared. */
export interface Mapping {
  readonly specs: ReadonlyMap<string, SpecOutline>;
  readonly code: ReadonlyMap<string, CodeOutline>;
  readonly exceptions: Exceptions;
  readonly guards: ReadonlyMap<string, Section>;
}

/** One spec with its code. */
export interface Module {
  readonly name: string;
  readonly spec: SpecOutline;
  readonly code: CodeOutline;
  readonly exceptions: ModuleExceptions;
}

const noExceptions: ModuleExceptions = {
  actions: {},
  variables: {},
  fields: {},
  writes: {},
};

/** The modules that are compared, in order. */
export function modulesOf({ specs, code, exceptions }: Mapping): readonly Module[] {
  return [...specs].flatMap(([name, spec]) => {
    const outline = code.get(name);
    if (outline === undefined) return [];
    return [{ name, spec, code: outline, exceptions: exceptions[name] ?? noExceptions }];
  });
}

const has = (record: object, key: string) => Object.hasOwn(record, key);

/** Each action has a reducer, each reducer an action; an exception is needed. */
function checkActions({ name, spec, code, exceptions }: Module): string[] {
  const listed = exceptions.actions;
  const inNext = [...spec.actions.keys()].filter((action) => !spec.beside.has(action));
  const all = new Set([...inNext, ...code.reducers.keys(), ...Object.keys(listed)]);
  return [...all].flatMap((action) => {
    const alone = inNext.includes(action) !== code.reducers.has(action);
    if (alone === has(listed, action)) return [];
    if (!alone) return [`${EXCEPTIONS_FILE}: ${name}!${action} needs no exception: drop it`];
    const missing = code.reducers.has(action) ? "is no action of Next" : "has no reducer";
    return [
      `spec/${name}.tla: ${name}!${action} ${missing}: write it, or say why in ${EXCEPTIONS_FILE}`,
    ];
  });
}

/** Each variable is a field, each field a variable; an exception is needed. */
function checkFields({ name, spec, code, exceptions }: Module): string[] {
  const variables = spec.tree.variables.map((variable) => variable.name);
  const { fields } = code;
  const compare = (
    these: readonly string[],
    those: readonly string[],
    listed: Readonly<Record<string, string>>,
    missing: (one: string) => string,
  ) =>
    [...new Set([...these, ...Object.keys(listed)])].flatMap((one) => {
      const alone = these.includes(one) && !those.includes(one);
      if (alone === has(listed, one)) return [];
      if (alone) return [`${missing(one)}, or say why not in ${EXCEPTIONS_FILE}`];
      return [`${EXCEPTIONS_FILE}: ${name}: ${one} needs no exception: drop it`];
    });
  const place = (one: string) => {
    const declared = spec.tree.variables.find((variable) => variable.name === one);
    return declared === undefined ? `${name}.tla` : at(declared.place);
  };
  return [
    ...compare(variables, fields, exceptions.variables, (one) => {
      return `spec/${place(one)}: the variable ${one} is no field of the state: add the field`;
    }),
    ...compare(fields, variables, exceptions.fields, (one) => {
      return `src/state-machine: the field ${one} is no variable of ${name}: add it to the spec first`;
    }),
  ];
}

/** Every line @spec names an operator and carries the digest of its present text. */
function checkDigests({ name, spec, code }: Module): string[] {
  return code.twins.flatMap((twin) => {
    const here = `${twin.file}:${twin.line}: ${name}!${twin.name}`;
    const present = spec.actions.get(twin.name)?.digest ?? spec.twins.get(twin.name);
    const definition = spec.tree.byName.get(twin.name);
    if (present === undefined || definition === undefined) {
      return [`${here} is not in the spec: name an operator of spec/${name}.tla`];
    }
    if (twin.digest === present) return [];
    if (twin.digest === null)
      return [`${here} has no digest: run npm run check:mapping -- --write`];
    return [
      `${here} changed at spec/${at(definition.place)}, its digest is ${present} and not ${twin.digest}: ` +
        `read both again, then npm run check:mapping -- --sign '${name}!${twin.name}'`,
    ];
  });
}

/** What a reducer writes is what its action primes. */
function checkWrites({ name, spec, code, exceptions }: Module): string[] {
  const fields = new Set(code.fields.filter((field) => !has(exceptions.fields, field)));
  const listed = exceptions.writes;
  const found = [...code.reducers.values()].flatMap((reducer) => {
    const action = spec.actions.get(reducer.name);
    if (action === undefined) return [];
    const reasons = listed[reducer.name] ?? {};
    const here = `${reducer.file}:${reducer.line}: ${name}!${reducer.name}`;
    const written = new Map(reducer.writes.map((write) => [write.field, write]));
    return [...fields].flatMap((field) => {
      const write = written.get(field);
      const primed = action.writes.includes(field);
      if ((write !== undefined) === primed) {
        return has(reasons, field)
          ? [`${EXCEPTIONS_FILE}: ${name}!${reducer.name} needs no exception for ${field}: drop it`]
          : [];
      }
      if (has(reasons, field)) return [];
      if (write === undefined) return [`${here} does not write ${field}, which the action primes`];
      return [
        `${write.file}:${write.line}: ${name}!${reducer.name} writes ${field}, which the action leaves ` +
          `UNCHANGED (spec/${at(action.definition.place)}): drop "${write.text}", or change the spec first`,
      ];
    });
  });
  const stale = Object.keys(listed).filter((action) => !code.reducers.has(action));
  return [
    ...found,
    ...stale.map((one) => `${EXCEPTIONS_FILE}: ${name}: no reducer ${one}: drop it`),
  ];
}

/** The guards of each action that has a reducer, and of each operator that they are made of. */
export function sidesOf({ name, spec, code }: Module): readonly Sides[] {
  const actions = [...code.reducers.values()].flatMap((reducer): Sides[] => {
    const action = spec.actions.get(reducer.name);
    if (action === undefined) return [];
    const { conditions, answers, file, line } = reducer;
    const place = `${file}:${line}`;
    return [{ name: `${name}!${reducer.name}`, guards: action.guards, conditions, answers, place }];
  });
  const operators = [...spec.opened].map(([operator, guards]): Sides => {
    const conditions = code.conditions.get(operator) ?? null;
    const twin = code.twins.find((one) => one.name === operator);
    const place = twin === undefined ? "no function" : `${twin.file}:${twin.line}`;
    return { name: `${name}!${operator}`, guards, conditions, answers: null, place };
  });
  return [...actions, ...operators];
}

/** One line for each difference. */
export function checkMapping(mapping: Mapping): readonly string[] {
  const modules = modulesOf(mapping);
  const each = modules.flatMap((module) => [
    ...checkActions(module),
    ...checkFields(module),
    ...checkDigests(module),
    ...checkWrites(module),
  ]);
  return [...each, ...checkGuards(modules.flatMap(sidesOf), mapping.guards)];
}
