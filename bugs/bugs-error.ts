/** What the catalogue, or the line that called for it, has wrong: a line with place and remedy. */
export class BugsError extends Error {}
