/** A model that cannot be explored: where, what is wrong, and the remedy, in one line. */
export class ModelError extends Error {
  override readonly name = "ModelError";
}
