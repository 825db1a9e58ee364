// Promise: texts whose layout means something, and the tree that SANY makes of each, in one file.

export interface Layout {
  readonly label: string;
  readonly text: string;
  /** SANY's tree of it, `refused`, or null when nobody has asked SANY yet. */
  readonly tree: string | null;
}

/** Blocks of `%% label`, the text, and `%> tree`. */
export function readLayouts(file: string): Layout[] {
  return file
    .split(/^%% /m)
    .slice(1)
    .map((block) => {
      const [label = "", ...lines] = block.trimEnd().split("\n");
      const tree = lines.find((line) => line.startsWith("%> "))?.slice(3) ?? null;
      return { label, text: lines.filter((line) => !line.startsWith("%> ")).join("\n"), tree };
    });
}

export function writeLayouts(layouts: readonly Layout[]): string {
  return layouts
    .map(({ label, text, tree }) => `%% ${label}\n${text}\n${tree === null ? "" : `%> ${tree}\n`}`)
    .join("");
}
