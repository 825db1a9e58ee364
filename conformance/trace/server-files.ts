/** The lines of one server, life after life, as nodes; nothing but their order is looked at. */
import { eventOf, headerOf } from "./evidence.js";
import { FileLines } from "./file-lines.js";
import type { Life } from "./life.js";
import { node, type Node } from "./node.js";
import { PortUses } from "./port-uses.js";
import type { Place } from "./run.js";

export class ServerFiles {
  readonly server: number;
  readonly #lives: Life[];
  /** Which life is read. */
  #life = 0;
  #lines: FileLines | null = null;
  #bytesBefore = 0;
  readonly #uses = new PortUses();
  /** Last lines that were cut short, of the lives that are over. */
  readonly torn: Place[] = [];
  #fault: unknown = null;
  #closed = false;

  constructor(server: number, lives: readonly Life[]) {
    this.server = server;
    this.#lives = [...lives];
  }

  get lives(): readonly Life[] {
    return this.#lives;
  }

  /** How many bytes were read. */
  get bytes(): number {
    return this.#bytesBefore + (this.#lines?.bytes ?? 0);
  }

  /** The last line read, of the last file. */
  get last(): Place | null {
    const file = this.#lives[this.#life]?.file;
    return file === undefined ? null : { file, line: this.#lines?.count ?? 0 };
  }

  /** Another process took up, after the last one if there was one. */
  add(life: Life): void {
    this.#lives.push(life);
  }

  /**
   * The next lines; null where there are none for now.
   *
   * @throws BadInput for a line that is no evidence; CannotTell for one that is missing.
   */
  async read(): Promise<readonly Node[] | null> {
    if (this.#fault !== null) throw this.#fault;
    for (;;) {
      const life = this.#lives[this.#life];
      if (life === undefined) return null;
      // Whoever takes up after this life does so when its file is as long as it will be.
      const isLast = this.#life === this.#lives.length - 1;
      this.#lines ??= new FileLines(life.file);
      const from = this.#lines.count;
      const texts = await this.#lines.read();
      if (texts !== null) return this.#nodes(life, texts, from);
      if (isLast) return null;
      await this.#next(this.#lines);
    }
  }

  /** Nothing more is read: the last line may be torn. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#lines?.torn) this.torn.push(this.#lines.torn);
    await this.#lines?.close();
  }

  async #next(lines: FileLines): Promise<void> {
    if (lines.torn !== null) this.torn.push(lines.torn);
    await lines.close();
    this.#bytesBefore += lines.bytes;
    this.#lines = null;
    this.#life += 1;
    this.#uses.nextLife();
  }

  /** As many as are good; what is wrong with the next one is thrown the next time. */
  #nodes({ file }: Life, texts: readonly string[], from: number): readonly Node[] {
    const nodes: Node[] = [];
    try {
      for (const [k, text] of texts.entries()) {
        const place = { file, line: from + k + 1 };
        if (place.line > 1) {
          const event = this.#uses.named(eventOf(place, text, place.line - 1));
          nodes.push(node(event.a === null ? "refused" : "event", place, this.server, { event }));
          continue;
        }
        const header = headerOf(place, text);
        if (this.#life > 0) nodes.push(node("restart", place, this.server, { header }));
      }
    } catch (error) {
      this.#fault = error;
    }
    return nodes;
  }
}
