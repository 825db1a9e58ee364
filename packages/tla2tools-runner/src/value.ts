/**
 * A TLA+ value as JavaScript has it.
 *
 * | TLA+                     | here                                            |
 * |--------------------------|-------------------------------------------------|
 * | integer                  | `number`                                        |
 * | string                   | `string`                                        |
 * | TRUE, FALSE              | `boolean`                                       |
 * | sequence, tuple          | array                                           |
 * | record                   | plain object                                    |
 * | set, interval            | `Set`, in the order TLC prints                  |
 * | other function           | `Map`, in the order TLC prints                  |
 * | model value              | symbol: `modelValue("s1")`                      |
 * | what TLC cannot enumerate | `OpaqueValue`, the text as printed             |
 *
 * TLC prints a function with domain 1..n as a sequence and one whose domain is a set of strings
 * as a record, so both arrive as such; the empty function arrives as `[]`.
 */
export type TlaValue =
  | number
  | string
  | boolean
  | symbol
  | OpaqueValue
  | readonly TlaValue[]
  | ReadonlySet<TlaValue>
  | ReadonlyMap<TlaValue, TlaValue>
  | TlaRecord;

/** A record, by field name. */
export interface TlaRecord {
  readonly [field: string]: TlaValue;
}

/** A value of which only the printed text is known, such as `Seq({1})`. */
export class OpaqueValue {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** The model value of that name: the same symbol each time, so it compares with `===`. */
export function modelValue(name: string): symbol {
  return Symbol.for(name);
}
