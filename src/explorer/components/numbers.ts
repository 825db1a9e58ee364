/** Values numbered from 0 in the order in which they were first met; equal texts are one value. */
export class Numbers<T> {
  readonly #text: (value: T) => string;
  readonly #values: T[] = [];
  readonly #numberOf = new Map<string, number>();

  constructor(text: (value: T) => string) {
    this.#text = text;
  }

  of(value: T): number {
    const text = this.#text(value);
    const known = this.#numberOf.get(text);
    if (known !== undefined) return known;
    this.#numberOf.set(text, this.#values.push(value) - 1);
    return this.#values.length - 1;
  }

  value(number: number): T {
    return this.#values[number] as T;
  }
}
