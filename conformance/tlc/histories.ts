/** Long histories of one state as TLA+ text: each txn is written once, wherever it stands. */
export interface Txn {
  readonly epoch: number;
  readonly counter: number;
  readonly val: string;
}

/** Reads `Bursts(...)`: txns of one epoch whose counters follow each other, burst after burst. */
export const BURSTS = `Burst(b) == [k \\in 1..Len(b[3]) |-> [zxid |-> <<b[1], b[2] + k - 1>>, val |-> b[3][k]]]

RECURSIVE Bursts(_)
Bursts(h) == IF h = <<>> THEN <<>> ELSE Burst(Head(h)) \\o Bursts(Tail(h))
`;

interface Written {
  readonly name: string;
  readonly txns: readonly Txn[];
}

export class Histories {
  readonly #written: Written[] = [];

  /** Those that will be asked for. */
  constructor(all: readonly (readonly Txn[])[]) {
    for (const txns of [...all].sort((a, b) => b.length - a.length)) {
      if (this.#part(txns) === null) {
        this.#written.push({ name: `H${String(this.#written.length + 1)}`, txns });
      }
    }
  }

  /** How many txns the longest of them has. */
  get longest(): number {
    return this.#written[0]?.txns.length ?? 0;
  }

  /** The definitions that the texts refer to. */
  get definitions(): readonly string[] {
    return this.#written.map(({ name, txns }) => `${name} == ${burstsText(txns)}`);
  }

  text(txns: readonly Txn[]): string {
    return this.#part(txns) ?? burstsText(txns);
  }

  /** As a part of a longer one; null where there is none. */
  #part(txns: readonly Txn[]): string | null {
    const [first] = txns;
    if (first === undefined) return "<<>>";
    for (const { name, txns: whole } of this.#written) {
      const from = whole.findIndex((txn) => same(txn, first));
      if (from < 0 || !txns.every((txn, k) => same(whole[from + k], txn))) continue;
      if (from === 0 && txns.length === whole.length) return name;
      return `SubSeq(${name}, ${String(from + 1)}, ${String(from + txns.length)})`;
    }
    return null;
  }
}

function same(a: Txn | undefined, b: Txn): boolean {
  return a?.counter === b.counter && a.epoch === b.epoch && a.val === b.val;
}

function burstsText(txns: readonly Txn[]): string {
  const bursts: { readonly first: Txn; readonly vals: string[] }[] = [];
  for (const txn of txns) {
    const last = bursts.at(-1);
    const follows =
      last?.first.epoch === txn.epoch && last.first.counter + last.vals.length === txn.counter;
    if (follows) last.vals.push(JSON.stringify(txn.val));
    else bursts.push({ first: txn, vals: [JSON.stringify(txn.val)] });
  }
  const texts = bursts.map(({ first: { epoch, counter }, vals }) => {
    return `<<${String(epoch)}, ${String(counter)}, <<${vals.join(", ")}>>>>`;
  });
  return `Bursts(<<${texts.join(", ")}>>)`;
}
