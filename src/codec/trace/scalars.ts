import { refined } from "./closed.js";

/** TLC's integers have 32 bits, so nothing in a trace may be larger. */
const LIMIT = 2 ** 31;

const inRange = (input: unknown, from: number): input is number =>
  Number.isInteger(input) && (input as number) >= from && (input as number) < LIMIT;

const zxidPattern = /^(0|[1-9]\d{0,9}):(0|[1-9]\d{0,9})$/;

function isZxid(input: unknown): input is string {
  if (typeof input !== "string") return false;
  const found = zxidPattern.exec(input);
  return found !== null && Number(found[1]) < LIMIT && Number(found[2]) < LIMIT;
}

const matches =
  (pattern: RegExp) =>
  (input: unknown): input is string =>
    typeof input === "string" && pattern.test(input);

export const TextCodec = refined("a text", (input): input is string => typeof input === "string");
export const FlagCodec = refined(
  "true or false",
  (input): input is boolean => typeof input === "boolean",
);
export const Natural = refined("an integer from 0 to 2147483647", (input): input is number =>
  inRange(input, 0),
);
export const Positive = refined("an integer from 1 to 2147483647", (input): input is number =>
  inRange(input, 1),
);
export const ZxidCodec = refined('a zxid "epoch:counter"', isZxid);
export const ValCodec = refined("a digest of 8 hexadecimal digits", matches(/^[0-9a-f]{8}$/));
export const ConnectionCodec = refined(
  'a connection "<leader>-<learner>#<port>@<use>"',
  matches(/^(e:)?[1-9]\d*-[1-9]\d*#\d+@\d+$/),
);
