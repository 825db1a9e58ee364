/** Longest address text in an introduction, bytes. */
export const MAX_INTRODUCTION = 2_048;

/** Longest notification, bytes. */
export const MAX_NOTIFICATION = 524_288;

/** The id of an observer that has none: it is given a negative one (Java's largest long). */
export const ANONYMOUS_SID = 2 ** 63;

/** What a server that may not vote puts in place of a candidate (Java's smallest long). */
export const NO_CANDIDATE = -(2 ** 63);
