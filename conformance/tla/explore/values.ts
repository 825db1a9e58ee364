import type { State, Value } from "../evaluator.js";
import type { ValueTable } from "../value/table.js";

/** Values as numbers and back: a state is a row of them. */
export class Values {
  private readonly table: ValueTable;
  private readonly known: (Value | undefined)[] = [];

  constructor(table: ValueTable) {
    this.table = table;
  }

  number(value: Value): number {
    const uid = this.table.uid(value);
    if ((uid & 1) === 0) this.known[uid >>> 1] ??= value;
    return uid;
  }

  value(uid: number): Value {
    if ((uid & 1) === 1) return uid >> 1;
    return this.known[uid >>> 1] as Value;
  }

  /** Most of a state is that of the state before it. */
  fill(row: Int32Array, state: State, before: State | undefined, beforeRow: Int32Array): void {
    for (let k = 0; k < row.length; k++) {
      const value = state[k] as Value;
      const same = before !== undefined && value === before[k];
      row[k] = same ? (beforeRow[k] as number) : this.number(value);
    }
  }

  state(row: Int32Array): Value[] {
    const state = new Array<Value>(row.length);
    for (let k = 0; k < row.length; k++) state[k] = this.value(row[k] as number);
    return state;
  }
}
