/** The steps of one spec, cut into pieces as they come, and what TLC makes of each. */
import { asRecorded, findingAt, type Finding } from "../verdict/finding.js";
import type { Behind } from "../judge/witness.js";
import type { Labels } from "../steps/labels.js";
import type { Datum } from "../steps/datum.js";
import type { State } from "../tla/index.js";
import { placeText } from "../trace/run.js";
import type { Step } from "../trace/step.js";
import type { CannotTell } from "../trace/stop.js";
import type { Asked, Ends, Ensemble, Piece, Reached, StateText } from "./piece.js";
import { stateText } from "./state-text.js";

/** What became of all pieces, up to the first one that is not accepted. */
export type Found =
  | { readonly kind: "accepted"; readonly counts: readonly number[] }
  | { readonly kind: "finding"; readonly finding: Finding }
  /** TLC reaches another state than the one that the first judge goes on from. */
  | { readonly kind: "parted"; readonly reason: string };

export class Pieces {
  readonly #spec: Piece["spec"];
  readonly #ensemble: Ensemble;
  readonly #queue: Asked;
  readonly #length: number;
  readonly #labels: Promise<Labels>;
  readonly #asked: Promise<Found>[] = [];
  /** The last step of each server, in the pieces before the present one. */
  #lastGood: ReadonlyMap<number, Step> = new Map();
  #begin: Ends["begin"];
  #steps: Step[] = [];
  #tuples: Datum[] = [];
  /** Steps in the pieces before the present one. */
  #before = 0;
  #contradicted: Step | null = null;
  #isFollowed = true;
  #closed = false;
  /** There were steps that TLC was not asked about. */
  isShort = false;
  /** Why the steps end before the run does. */
  gap: CannotTell | null = null;

  constructor(
    spec: Piece["spec"],
    ensemble: Ensemble,
    begin: Ends["begin"],
    means: { readonly queue: Asked; readonly length: number; readonly labels: Promise<Labels> },
  ) {
    this.#spec = spec;
    this.#ensemble = ensemble;
    this.#begin = begin;
    this.#queue = means.queue;
    this.#length = means.length;
    this.#labels = means.labels;
  }

  /** Whether more steps are wanted. */
  get isOpen(): boolean {
    return !this.#closed;
  }

  /** `behind` is null where the first judge has stopped: then no other piece can begin. */
  take(step: Step, datum: Datum, behind: Behind | null): Promise<void> | undefined {
    if (this.#closed) return undefined;
    if (this.#steps.length >= this.#length && !this.#isFollowed) {
      this.isShort = true;
      this.#closed = true;
      return undefined;
    }
    if (step.kind !== "break" && step.node.contradictions.length > 0) {
      this.#contradicted = step;
      this.#closed = true;
      return undefined;
    }
    this.#steps.push(step);
    this.#tuples.push(datum);
    this.#isFollowed = behind !== null;
    if (this.#steps.length < this.#length || behind?.candidates.length !== 1) return undefined;
    return this.#cut(stateText(behind.variables, behind.candidates[0] as State));
  }

  /** The steps end here, because lines are missing. */
  endAt(gap: CannotTell): void {
    this.gap ??= gap;
    this.#closed = true;
  }

  /** The last piece. */
  end(): void {
    this.#closed = true;
    if (this.#steps.length > 0 || this.#asked.length === 0) this.#ask(null);
  }

  /** What TLC makes of all pieces, once the last one is asked about. */
  async found(): Promise<Found> {
    let last: Found = { kind: "accepted", counts: [] };
    const all = await Promise.all(this.#asked);
    for (const found of all) {
      last = found;
      if (found.kind !== "accepted") return found;
    }
    const step = this.#contradicted;
    if (step === null) return last;
    const position = this.#before + 1;
    const at = findingAt(this.#spec, step, position, this.#lastGood.get(step.node.server) ?? null);
    const { contradictions: fields } = step.node;
    return { kind: "finding", finding: { ...at, reason: "contradiction", fields } };
  }

  /** Another piece begins in this state, and the one before must end in it. */
  async #cut(state: StateText): Promise<void> {
    this.#ask(state.text);
    this.#begin = { loads: false, ...state };
    await this.#queue.room();
  }

  #ask(end: string | null): void {
    const piece: Piece = {
      spec: this.#spec,
      ensemble: this.#ensemble,
      begin: this.#begin,
      end,
      steps: this.#steps,
      tuples: this.#tuples,
    };
    const [before, lastGood] = [this.#before, this.#lastGood];
    const asked = this.#queue
      .ask(piece)
      .then((reached) => this.#found(piece, reached, before, lastGood));
    // Whoever waits for all of them hears of it.
    asked.catch(() => undefined);
    this.#asked.push(asked);
    const last = new Map(lastGood);
    for (const step of this.#steps) if (step.kind !== "break") last.set(step.node.server, step);
    this.#lastGood = last;
    this.#before += this.#steps.length;
    this.#steps = [];
    this.#tuples = [];
  }

  async #found(
    { steps }: Piece,
    reached: Reached,
    before: number,
    lastGood: ReadonlyMap<number, Step>,
  ): Promise<Found> {
    if (reached.kind === "accepted") return reached;
    const step = steps[
      (reached.kind === "elsewhere" ? steps.length : reached.position) - 1
    ] as Step;
    if (reached.kind === "elsewhere") {
      const behind = `behind ${placeText(step.node.place)} TLC reaches another state`;
      return { kind: "parted", reason: `${behind} than the evaluator` };
    }
    const { position } = reached;
    const own = ({ node, kind }: Step) => node.server === step.node.server && kind !== "break";
    const good = steps.slice(0, position - 1).findLast(own);
    const at = findingAt(
      this.#spec,
      step,
      before + position,
      good ?? lastGood.get(step.node.server) ?? null,
    );
    switch (reached.kind) {
      case "property": {
        const labels = await this.#labels;
        const properties = reached.names.map((name) => labels.of(name));
        return { kind: "finding", finding: { ...at, reason: "property", properties } };
      }
      case "differs": {
        const fields = reached.fields.map(({ name, recorded, expected }) => {
          return { name, recorded: asRecorded(step, name, recorded), expected };
        });
        return { kind: "finding", finding: { ...at, reason: "differs", fields } };
      }
      case "not enabled": {
        const { situation, enabled } = reached;
        return { kind: "finding", finding: { ...at, reason: "not enabled", situation, enabled } };
      }
    }
  }
}
