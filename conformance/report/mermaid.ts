/** Draws the last messages before a refused line as a Mermaid sequence diagram. */
import { basename } from "node:path";
import type { Place } from "../trace/run.js";
import type { Exchange } from "../verdict/explanation.js";
import type { Violates } from "../verdict/verdict.js";
import { called } from "./violation.js";

/** Null where no message is known: there is nothing to draw. */
export function sequenceDiagram({ history = [], step }: Violates): string | null {
  if (history.length === 0) return null;
  const servers = new Set([step.server, ...history.flatMap(({ from, to }) => [from, to])]);
  return [
    "sequenceDiagram",
    ...[...servers]
      .sort((a, b) => a - b)
      .map((server) => `    participant s${String(server)} as server ${String(server)}`),
    ...history.map(arrow),
    `    Note over s${String(step.server)}: refused at ${lineOf(step.place)}: ${safe(called(step))}`,
  ].join("\n");
}

/** An arrow with a cross is a message that was sent, and not received. */
function arrow({ from, to, text, sent, received }: Exchange): string {
  const line = received === null ? "-x" : "->>";
  const at = [sent, received].map((place) => (place === null ? "?" : lineOf(place))).join(" → ");
  const where = received === null && sent !== null ? lineOf(sent) : at;
  return `    s${String(from)}${line}s${String(to)}: ${safe(text)} (${where})`;
}

const lineOf = ({ file, line }: Place): string => safe(`${basename(file)}:${String(line)}`);

/** Mermaid ends a message at `;` and takes `#…;` for a character. */
function safe(text: string): string {
  return text.replace(/[#;]/g, (found) => (found === "#" ? "#35;" : "#59;")).replace(/\s+/g, " ");
}
