/** What is there of a first line that has no newline yet. */
import { firstForeign } from "./file-lines.js";
import { badInput } from "./stop.js";

/** How a header begins, and an event, which stands first where the header is lost. */
const BEGINNINGS = ['{"v":', '{"q":'];

/** Characters of another file that are shown. */
const SHOWN = 20;

/** @throws BadInput for bytes that no server writes at the beginning of a file */
export function mayBegin(file: string, bytes: Buffer): void {
  const place = { file, line: 1 };
  const text = textOf(bytes);
  if (text === null) {
    const problem = "a byte that is no UTF-8: a line of JSON is wanted";
    throw badInput({ ...place, column: firstForeign(bytes) }, "", problem);
  }
  if (BEGINNINGS.some((one) => text.startsWith(one) || one.startsWith(text))) return;
  const column = 1 + Math.max(...BEGINNINGS.map((one) => inCommon(one, text)));
  const found = JSON.stringify(text.slice(0, SHOWN));
  throw badInput({ ...place, column }, "", `the file begins with ${found}: a header is wanted`);
}

/** Null for bytes that are no UTF-8; the last character may be cut short. */
function textOf(bytes: Buffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, {
      stream: true,
    });
  } catch {
    return null;
  }
}

function inCommon(one: string, other: string): number {
  let k = 0;
  while (k < one.length && one[k] === other[k]) k += 1;
  return k;
}
