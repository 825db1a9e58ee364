import type { Member } from "./layout.js";
import type { Status } from "./status.js";

const COLUMNS = ["server", "port", "mode", "epoch", "zxid", "connections"] as const;

/** One server as the display shows it. */
export interface Row {
  readonly member: Member;
  readonly status: Status;
}

/** Where the display is drawn. */
export interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** A table that is redrawn in place on a terminal; anywhere else, a line for each change. */
export class Display {
  private readonly screen: Screen;
  private readonly shown = new Map<number, string>();
  private height = 0;

  constructor(screen: Screen) {
    this.screen = screen;
  }

  /** The servers, and on a terminal a line below them. */
  show(rows: readonly Row[], below: string | null = null): void {
    if (this.screen.isTTY === true) this.draw(rows, below);
    else for (const row of rows) this.tell(row);
  }

  /** Lines of text that stay, above the table. */
  say(...lines: readonly string[]): void {
    this.erase();
    for (const line of lines) this.screen.write(`${line}\n`);
  }

  private draw(rows: readonly Row[], below: string | null): void {
    this.erase();
    const cells = [COLUMNS.map(String), ...rows.map(cellsOf)];
    const widths = COLUMNS.map((_, k) => Math.max(...cells.map((row) => String(row[k]).length)));
    for (const row of cells) {
      const line = row.map((cell, k) => cell.padEnd(Number(widths[k]))).join("  ");
      this.screen.write(`${line.trimEnd()}\n`);
    }
    if (below !== null) this.screen.write(`${below}\n`);
    this.height = cells.length + (below === null ? 0 : 1);
  }

  private erase(): void {
    // The terminal may have put a ^C behind the table, so the cursor goes to the line's start too.
    if (this.height > 0) this.screen.write(`\r\u001B[${this.height}A\u001B[J`);
    this.height = 0;
  }

  private tell(row: Row): void {
    const { member, status } = row;
    const { mode, epoch, zxid, connections } = status;
    const serving =
      epoch === "-" ? "" : `, epoch ${epoch}, zxid ${zxid}, ${connections} connections`;
    const line = `server ${member.server.id} on ${member.clientPort}: ${mode}${serving}`;
    if (this.shown.get(member.server.id) === line) return;
    this.shown.set(member.server.id, line);
    this.screen.write(`${line}\n`);
  }
}

function cellsOf({ member, status }: Row): string[] {
  const { mode, epoch, zxid, connections } = status;
  return [String(member.server.id), String(member.clientPort), mode, epoch, zxid, connections];
}
