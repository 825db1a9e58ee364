import { median } from "./statistics.js";

/** Who a value was measured on: one of the two products, or ours alone. */
export type Column = "ours" | "apache";

/** Every value measured, by name of the measure and by column. */
export class Samples {
  readonly #values = new Map<string, Map<Column, number[]>>();

  add(measure: string, column: Column, value: number): void {
    const columns = this.#values.get(measure) ?? new Map<Column, number[]>();
    this.#values.set(measure, columns);
    columns.set(column, [...(columns.get(column) ?? []), value]);
  }

  of(measure: string, column: Column): readonly number[] {
    return this.#values.get(measure)?.get(column) ?? [];
  }

  /** Null when nothing was measured. */
  median(measure: string, column: Column): number | null {
    const values = this.of(measure, column);
    return values.length === 0 ? null : median(values);
  }
}
