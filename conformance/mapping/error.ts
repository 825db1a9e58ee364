/** What the check cannot work with at all; its message is one line with place, value and remedy. */
export class MappingError extends Error {
  override readonly name = "MappingError";
}
