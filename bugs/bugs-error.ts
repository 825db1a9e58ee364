/** What the catalogue, or the line that called for it, has wrong: one line with place and remedy. */
export class BugsError extends Error {}
