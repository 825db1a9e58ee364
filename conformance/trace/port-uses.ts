/** The names of a server's connections over all its lives. */
import type { ConnectionName, TraceEvent } from "#codec";

const PARTS = /^(e:)?(\d+)-(\d+)#(\d+)@(\d+)$/;

interface Use {
  /** Which pair of servers, and which port. */
  readonly port: string;
  readonly stem: string;
  readonly use: number;
}

/**
 * A process counts the uses of a port from 1, and a system may give the same port again soon after
 * a crash: Linux draws anew where it looks every ten seconds. Its name alone would then take a
 * connection of this life for one of the last. Both ends see the same connections, so each goes on
 * counting where the life before stopped; names that do not come back stay as they are.
 */
export class PortUses {
  /** The last use of each port, over the lives that are over. */
  readonly #before = new Map<string, number>();
  /** What this life adds to the uses that its file names. */
  readonly #added = new Map<string, number>();
  /** The names in this life's file, and what they are over all lives. */
  readonly #names = new Map<ConnectionName, ConnectionName>();

  /** Another process has taken up. */
  nextLife(): void {
    for (const name of this.#names.values()) {
      const { port, use } = useOf(name);
      this.#before.set(port, Math.max(this.#before.get(port) ?? 0, use));
    }
    this.#names.clear();
    this.#added.clear();
  }

  /** The same event, with the names that hold over all lives. */
  named(event: TraceEvent): TraceEvent {
    const { conn, in: carried, out } = event;
    const stays =
      (conn === undefined || this.#stays(conn.c)) &&
      (carried === undefined || this.#stays(carried.c)) &&
      out.every(({ c }) => this.#stays(c));
    if (stays) return event;
    return {
      ...event,
      ...(conn === undefined ? {} : { conn: { c: this.#name(conn.c) } }),
      ...(carried === undefined ? {} : { in: { ...carried, c: this.#name(carried.c) } }),
      out: out.map((each) => ({ ...each, c: this.#name(each.c) })),
    };
  }

  #stays(name: ConnectionName): boolean {
    return this.#name(name) === name;
  }

  #name(name: ConnectionName): ConnectionName {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const { port, stem, use } = useOf(name);
    const before = this.#before.get(port) ?? 0;
    const added = this.#added.get(port) ?? (use > before ? 0 : before);
    this.#added.set(port, added);
    const whole = `${stem}@${String(added + use)}`;
    this.#names.set(name, whole);
    return whole;
  }
}

/** A connection of the election has a name for each direction, and one count. */
function useOf(name: ConnectionName): Use {
  const [, election, a = "", b = "", number = "", use = ""] = PARTS.exec(name) ?? [];
  const pair = election === undefined ? [a, b] : [election, ...[a, b].sort()];
  return { port: [...pair, number].join(" "), stem: name.replace(/@\d+$/, ""), use: Number(use) };
}
