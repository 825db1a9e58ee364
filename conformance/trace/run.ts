/** A line of a file, or a character of it; both are counted from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/** The line of a place that is the file as a whole. */
export const WHOLE = 0;

/** `file:line:column` or `file:line`, as editors take it; the file alone where no line is meant. */
export function placeText({ file, line, column }: Place): string {
  if (line === WHOLE) return file;
  const at = `${file}:${String(line)}`;
  return column === undefined ? at : `${at}:${String(column)}`;
}
