/** Has TLC judge many pieces in few starts of Java, some at a time. */
import type { TlcOptions } from "./options.js";
import type { Asked, Piece, Reached } from "./piece.js";
import { reached } from "./reached.js";
import { askTlc, NotJudged } from "./run-tlc.js";

/** Starts of Java at a time: each takes a core. */
const AT_ONCE = 2;

/** Steps that one start of Java is given: its parser keeps some 50 kB for each. */
const TOGETHER = 6000;

interface Question {
  readonly piece: Piece;
  readonly answer: (reached: Reached) => void;
  readonly fail: (error: unknown) => void;
}

export class TlcQueue implements Asked {
  readonly #options: TlcOptions;
  /** Those of one spec and ensemble wait together until there are enough. */
  readonly #waiting = new Map<string, Question[]>();
  readonly #ready: Question[][] = [];
  #running = 0;
  #steps = 0;
  #left: (() => void)[] = [];

  constructor(options: TlcOptions) {
    this.#options = options;
  }

  ask(piece: Piece): Promise<Reached> {
    return new Promise((answer, fail) => {
      const key = JSON.stringify([piece.spec, piece.ensemble]);
      const together = this.#waiting.get(key) ?? [];
      const steps = together.reduce((sum, { piece: { steps: own } }) => sum + own.length, 0);
      if (together.length > 0 && steps + piece.steps.length > TOGETHER) {
        this.#send(key);
        this.#waiting.set(key, [{ piece, answer, fail }]);
      } else this.#waiting.set(key, [...together, { piece, answer, fail }]);
    });
  }

  /** Nothing is added any more to what waits. */
  flush(): void {
    for (const key of [...this.#waiting.keys()]) this.#send(key);
  }

  async room(): Promise<void> {
    while (this.#ready.length > 0) {
      await new Promise<void>((resolve) => this.#left.push(resolve));
    }
  }

  #send(key: string): void {
    this.#ready.push(this.#waiting.get(key) ?? []);
    this.#waiting.delete(key);
    this.#next();
  }

  #next(): void {
    while (this.#running < AT_ONCE) {
      const batch = this.#ready.shift();
      for (const resolve of this.#left.splice(0)) resolve();
      if (batch === undefined) return;
      this.#running += 1;
      void this.#judge(batch).finally(() => {
        this.#running -= 1;
        this.#next();
      });
    }
  }

  async #judge(batch: readonly Question[]): Promise<void> {
    try {
      const said = await askTlc(
        batch.map(({ piece }) => piece),
        this.#options,
      );
      for (const [k, { piece, answer, fail }] of batch.entries()) {
        this.#steps += piece.steps.length;
        try {
          answer(reached(piece, said[k] ?? []));
        } catch (error) {
          fail(error);
        }
      }
      this.#options.judged?.(this.#steps);
    } catch (error) {
      // What stops TLC in one run says nothing of the others.
      const alone = error instanceof NotJudged && error.ofOne && batch.length > 1;
      if (alone) for (const one of batch) await this.#judge([one]);
      else for (const { fail } of batch) fail(error);
    }
  }
}
