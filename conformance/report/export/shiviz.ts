/** Renders a run as a log for ShiViz, which draws who knew what when. */
import type { TraceEvent } from "#codec";
import { messageText } from "../../trace/message.js";
import { placeText, type Run } from "../../trace/run.js";
import { peerOf } from "./message-key.js";
import { timedLines, type TimedLine } from "./vector-clocks.js";

/** How ShiViz takes the log apart: it reads this from the first line, and no delimiter below. */
const PARSER = String.raw`(?<host>\S*) (?<clock>{.*})\n(?<event>.*)`;

/** @throws CannotTell when lines wait for each other. */
export function shivizLog(run: Run): string {
  const lines = timedLines(run).flatMap((line) => [
    `${hostOf(line.server)} ${clockText(line)}`,
    `${eventText(line)} [${placeText(line.place)}]`,
  ]);
  return [PARSER, "", ...lines, ""].join("\n");
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
