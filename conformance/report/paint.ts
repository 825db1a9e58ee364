/** Colours of a report, where whoever reads it has a terminal and wants them. */

/** What a piece of a report is. */
export type Tone = "good" | "bad" | "doubt" | "label";

export type Paint = (tone: Tone, text: string) => string;

/** SGR parameters: bold, in green, red or yellow. */
const STYLES = { good: "1;32", bad: "1;31", doubt: "1;33", label: "1" } as const;
const ESCAPE = "\u001b";

export const plain: Paint = (_, text) => text;

export const coloured: Paint = (tone, text) =>
  text === "" ? text : `${ESCAPE}[${STYLES[tone]}m${text}${ESCAPE}[0m`;

/** What of a stream decides about colours: `hasColors` heeds NO_COLOR and the terminal's name. */
export interface Screen {
  readonly isTTY?: boolean | undefined;
  hasColors?(): boolean;
}

/** Colours on a terminal; none in a pipe, a file, or with NO_COLOR. */
export function paintFor(screen: Screen): Paint {
  return screen.isTTY === true && screen.hasColors?.() === true ? coloured : plain;
}
