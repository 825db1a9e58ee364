/** Renders a run as a log for ShiViz, which draws who knew what when. */
import type { TraceEvent } from "#codec";
import { messageText } from "../../trace/message.js";
import { placeText } from "../../trace/run.js";
import type { Opened } from "../../trace/run-reader.js";
import { peerOf } from "./message-key.js";
import { timedLines, type TimedLine } from "./vector-clocks.js";

/** How ShiViz takes the log apart: it reads this from the first line, and no delimiter below. */
const PARSER = String.raw`(?<host>\S*) (?<clock>{.*})\n(?<event>.*)`;

/**
 * The log, part after part, as the lines are read.
 *
 * @throws BadInput, CannotTell; also when lines wait for each other.
 */
export async function* shivizLog(opened: Opened): AsyncGenerator<string> {
  yield `${PARSER}\n\n`;
  for await (const line of timedLines(opened)) {
    yield `${hostOf(line.server)} ${clockText(line)}\n`;
    yield `${eventText(line)} [${placeText(line.place)}]\n`;
  }
}

const hostOf = (server: number): string => `server${String(server)}`;

function clockText({ clock }: TimedLine): string {
  const entries = [...clock].sort(([a], [b]) => a - b);
  return JSON.stringify(Object.fromEntries(entries.map(([s, n]) => [hostOf(s), n])));
}

function eventText({ server, header, event }: TimedLine): string {
  if (event === null) return `starts, process ${String(header?.incarnation)}`;
  const { in: carried, out } = event;
  const messages = [
    ...(carried === undefined
      ? []
      : [`receives ${messageText(carried.m)} from ${String(peerOf(carried.c, server))}`]),
    ...out.map(({ c, m }) => `sends ${messageText(m)} to ${String(peerOf(c, server))}`),
  ];
  return [actionText(event), ...messages].join("; ");
}

function actionText({ a, p }: TraceEvent): string {
  const parameters = Object.entries(p).map(([name, value]) => `${name} = ${String(value)}`);
  return a === null ? "enables nothing" : `${a}(${parameters.join(", ")})`;
}
