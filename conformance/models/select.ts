import type { ModelEntry } from "./entry.js";
import { MANIFEST, ManifestError, type Manifest } from "./manifest.js";

/** Which models to run; without any wish, all of them. */
export interface Selection {
  /** Names, with or without `.cfg`; they win over the other wishes. */
  readonly names?: readonly string[] | undefined;
  readonly when?: ModelEntry["when"] | undefined;
  readonly quick?: boolean | undefined;
}

/**
 * The chosen models in the order of the manifest.
 *
 * @throws ManifestError for a name that is in no entry.
 */
export function selectModels(manifest: Manifest, selection: Selection): readonly ModelEntry[] {
  const { names = [], when, quick } = selection;
  const wanted = new Set(names.map((name) => name.replace(/\.cfg$/, "")));
  const known = manifest.models.map(({ name }) => name);
  const unknown = [...wanted].filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new ManifestError(
      unknown.map((name) => `no model ${name} in ${MANIFEST}: known are ${known.join(", ")}`),
    );
  }
  return manifest.models.filter(
    (model) =>
      (wanted.size === 0 || wanted.has(model.name)) &&
      (when === undefined || model.when === when) &&
      (quick !== true || model.quick),
  );
}
