/** What a terminal obeys, or does not show: control, format, separating characters, half pairs. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A line as a terminal may have it: what is not to be seen stands there as its escape. */
export function printable(line: string): string {
  return line.replace(UNSEEN, (one) => {
    const code = (one.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
  });
}
