/** True exactly when both types accept the same values: keeps a codec equal to its type. */
export type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
