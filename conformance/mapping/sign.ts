// Promise: a digest is written where none was, or where somebody says by name that he has read it.
import type { Mapping } from "./check.js";
import { withDigests, type Twin } from "./code/twins.js";
import { MappingError } from "./error.js";
import type { Texts } from "./files.js";

/** The digest that a twin should carry. */
function present({ specs }: Mapping, { module, name }: Twin): string | undefined {
  const spec = specs.get(module);
  return spec?.actions.get(name)?.digest ?? spec?.twins.get(name);
}

/**
 * The files with new digests: those of twins that have none when `missing`, and those whose
 * `Module!Name` is among `names`.
 */
export function signed(
  mapping: Mapping,
  read: (path: string) => string,
  { names, missing }: { readonly names: readonly string[]; readonly missing: boolean },
): Texts {
  const twins = [...mapping.code.values()].flatMap((outline) => outline.twins);
  const known = new Set(twins.map(({ module, name }) => `${module}!${name}`));
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new MappingError(`--sign ${unknown}: no line @spec names it: write Module!Name as there`);
  }
  const chosen = twins.flatMap((twin) => {
    const digest = present(mapping, twin);
    const wanted =
      names.includes(`${twin.module}!${twin.name}`) || (missing && twin.digest === null);
    return wanted && digest !== undefined && digest !== twin.digest ? [{ twin, digest }] : [];
  });
  const files = new Set(chosen.map(({ twin }) => twin.file));
  return new Map(
    [...files].map((file) => {
      const own = chosen.filter(({ twin }) => twin.file === file);
      return [file, withDigests(read(file), own)] as const;
    }),
  );
}
