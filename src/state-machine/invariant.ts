/** Our own code is wrong. Nobody catches this: the server records its last events and exits. */
export class InvariantViolation extends Error {
  override readonly name = "InvariantViolation";
}

/** Demands what can only be false if our own code is wrong; never speaks about input. */
export function invariant(condition: boolean, message: () => string): asserts condition {
  if (!condition) throw new InvariantViolation(message());
}
