// Promise: an option that should be a whole number is one, or is refused by name.
import { UsageError } from "../command/index.js";

/** The whole number that an option says. */
export function wholeNumber(option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`${option} is ${JSON.stringify(text)}: write a whole number`);
}
