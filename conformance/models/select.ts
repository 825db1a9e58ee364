import { knownNames } from "../command/names.js";
import type { ModelEntry } from "./entry.js";
import { MANIFEST, type Manifest } from "./manifest.js";
import { tiersOf, type Tier } from "./tier.js";

/** Which models to run; without any wish, all of them. */
export interface Selection {
  /** Names, with or without `.cfg`. */
  readonly names?: readonly string[] | undefined;
  /** The models of this tier; of quick too where it is ci. */
  readonly tier?: Tier | undefined;
}

/**
 * The chosen models in the order of the manifest.
 *
 * @throws UsageError for a name that is in no entry.
 */
export function selectModels(manifest: Manifest, selection: Selection): readonly ModelEntry[] {
  const { names = [], tier } = selection;
  const known = manifest.models.map(({ name }) => name);
  const plain = names.map((name) => name.replace(/\.cfg$/, ""));
  const wanted = new Set(knownNames(`model of ${MANIFEST}`, plain, known));
  return manifest.models.filter(
    (model) =>
      (wanted.size === 0 || wanted.has(model.name)) &&
      (tier === undefined || tiersOf(tier).includes(model.tier)),
  );
}
