// Promise: what is printed here comes out as code, whatever characters it holds.

/** A piece of code in a line or in the cell of a table. */
export function code(text: string): string {
  const fence = text.includes("`") ? "``" : "`";
  const space = fence === "``" ? " " : "";
  return `${fence}${space}${text.replaceAll("|", "\\|")}${space}${fence}`;
}

export function block(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

/** A table; a cell's lines are broken where it says so. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Several things in one cell. */
export function cell(lines: readonly string[]): string {
  return lines.join("<br>");
}

/** A link from a page two folders below the root; `text` says where it leads. */
export function link(text: string, path: string, line: number): string {
  return `[${text}](../../../${path}#L${line})`;
}
