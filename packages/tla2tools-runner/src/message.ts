/** One framed message of TLC's `-tool` output. */
export interface TlcMessage {
  /** TLC's message number, such as 2110 for a violated invariant. */
  readonly code: number;
  /** 0 plain, 1 an error, 2 a bug of TLC, 3 a warning, 4 a state of a behaviour. */
  readonly severity: number;
  readonly text: string;
}

/** What the splitter hands out: a whole message, or a line that stood outside of all frames. */
export interface MessageListener {
  message(message: TlcMessage): void;
  line(line: string): void;
}

interface OpenFrame {
  readonly code: number;
  readonly severity: number;
  readonly lines: string[];
}

const START = /@!@!@STARTMSG (\d+):(\d+) @!@!@\s*$/;
const END = /^@!@!@ENDMSG (\d+) @!@!@\s*$/;

/**
 * Splits TLC's output, line by line, into its framed messages.
 *
 * Frames nest: an error may quote another one in its middle. The inner one is handed out first,
 * and its text is part of the outer one's.
 *
 * @returns the function that takes the next line.
 */
export function messageSplitter(listener: MessageListener): (line: string) => void {
  const open: OpenFrame[] = [];
  return (line) => {
    const start = START.exec(line);
    if (start !== null) {
      const before = line.slice(0, start.index).replace(/^[:\s]+$/, "");
      if (before !== "") open.at(-1)?.lines.push(before);
      open.push({ code: Number(start[1]), severity: Number(start[2]), lines: [] });
      return;
    }
    if (END.test(line) && open.length > 0) {
      closeFrame(open, listener);
      return;
    }
    const innermost = open.at(-1);
    if (innermost === undefined) listener.line(line);
    else innermost.lines.push(line);
  };
}

function closeFrame(open: OpenFrame[], listener: MessageListener): void {
  const frame = open.pop();
  if (frame === undefined) return;
  open.at(-1)?.lines.push(...frame.lines);
  const { code, severity, lines } = frame;
  listener.message({ code, severity, text: lines.join("\n").trimEnd() });
}
