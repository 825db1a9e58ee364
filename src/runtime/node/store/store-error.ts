/** The data directory is not what it should be; `message` is one line for people. */
export class StoreError extends Error {
  override readonly name = "StoreError";
}
