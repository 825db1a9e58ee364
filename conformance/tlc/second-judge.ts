/** TLC's verdict on a run, whose steps are shown to it while the first judge goes through them. */
import type { Behind, Opening, Witness } from "../judge/witness.js";
import { conclusion } from "../verdict/conclusion.js";
import type { Outcomes } from "../verdict/finding.js";
import { specFolder } from "../judge/spec-files.js";
import type { Verdict } from "../verdict/verdict.js";
import type { Datum } from "../steps/datum.js";
import { Labels } from "../steps/labels.js";
import type { Step } from "../trace/step.js";
import type { CannotTell } from "../trace/stop.js";
import { verdictOf } from "../verdict/verdict-of.js";
import { AS_INIT, disksText } from "./data-module.js";
import type { TlcOptions } from "./options.js";
import type { Asked } from "./piece.js";
import { Pieces, type Found } from "./pieces.js";

/** TLC's parser keeps some 50 kB for each step. */
const PIECE_STEPS = 4000;

export interface SecondVerdict {
  readonly verdict: Verdict;
  /** Where TLC does not reach the state that the first judge went on from; null: nowhere. */
  readonly parted: string | null;
}

const PARTS = ["Zab", "Election"] as const;

export class SecondJudge implements Witness {
  readonly #queue: Asked;
  readonly #options: TlcOptions;
  #opening: Opening | null = null;
  readonly #pieces = new Map<Step["spec"], Pieces>();
  #isComplete = false;

  constructor(queue: Asked, options: TlcOptions) {
    this.#queue = queue;
    this.#options = options;
  }

  opens(opening: Opening): void {
    this.#opening = opening;
  }

  wants(spec: Step["spec"]): boolean {
    return this.#pieces.get(spec)?.isOpen ?? true;
  }

  takes(step: Step, datum: Datum, behind: Behind | null): Promise<void> | undefined {
    return this.#of(step.spec).take(step, datum, behind);
  }

  lacks(spec: Step["spec"], gap: CannotTell): void {
    this.#of(spec).endAt(gap);
    this.#isComplete = true;
  }

  ends(): void {
    this.#isComplete = true;
  }

  /** Nothing more is shown. What stopped the first judge while it read is nothing to judge. */
  asked(): void {
    if (!this.#isComplete || this.#opening === null) return;
    this.#of("Zab");
    for (const pieces of this.#pieces.values()) pieces.end();
  }

  /** The verdict, once TLC has been asked; `first` where there is nothing to ask about. */
  async verdict(first: Verdict): Promise<SecondVerdict> {
    const opening = this.#opening;
    if (opening === null || !this.#isComplete) return { verdict: first, parted: null };
    let parted: string | null = null;
    const verdict = await verdictOf(async () => {
      const [zab, votes] = await Promise.all(PARTS.map((spec) => this.#pieces.get(spec)?.found()));
      const all = [zab, votes].flatMap((found) => found ?? []);
      parted = all.flatMap((found) => (found.kind === "parted" ? [found.reason] : []))[0] ?? null;
      return this.#concluded(opening, zab, votes);
    });
    return { verdict, parted };
  }

  #concluded(opening: Opening, zab: Found | undefined, votes: Found | undefined): Verdict {
    const { gap = null } = this.#pieces.get("Zab") ?? {};
    if (zab?.kind !== "finding" && gap !== null) throw gap;
    const short = [...this.#pieces].filter(([, { isShort }]) => isShort);
    const notes = short.map(([spec]) => `TLC was asked about the first steps of ${spec}.tla only`);
    const summary = opening.summary();
    const said = { ...summary, notes: [...summary.notes, ...notes] };
    return conclusion(opening.opened, said, outcomesOf(zab), votes ? outcomesOf(votes) : null);
  }

  #of(spec: Step["spec"]): Pieces {
    const known = this.#pieces.get(spec);
    if (known !== undefined) return known;
    const { opened, starts, histories } = this.#opening as Opening;
    const begin = spec === "Zab" ? disksText(opened, starts, histories) : AS_INIT;
    const { servers, voters } = opened;
    const { pieceSteps = PIECE_STEPS, specDir = specFolder() } = this.#options;
    const labels = Labels.in(specDir, spec);
    // Whoever needs one hears of it.
    labels.catch(() => undefined);
    const means = { queue: this.#queue, length: pieceSteps, labels };
    const pieces = new Pieces(spec, { servers, voters }, begin, means);
    this.#pieces.set(spec, pieces);
    return pieces;
  }
}

/** Pieces that do not meet say nothing of the run: see `parted`. */
function outcomesOf(found: Found | undefined): Outcomes {
  if (found?.kind === "finding") return { ok: false, finding: found.finding };
  return { ok: true, counts: found?.kind === "accepted" ? found.counts : [] };
}
