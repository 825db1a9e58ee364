/** Reads one recorded file, line by line, and never changes it. */
import { readFile } from "node:fs/promises";
import { decodeLine, type TraceHeader } from "#codec";
import type { Life, Place, Recorded } from "./run.js";
import { placeText, WHOLE } from "./run.js";
import { BadInput, CannotTell } from "../../../../dist/conformance/trace/stop.js";

/** @throws BadInput for a line that is no evidence; CannotTell for one that is missing. */
export async function readLife(file: string): Promise<Life> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    const problem = error instanceof Error ? error.message : String(error);
    throw new BadInput([{ place: { file, line: WHOLE }, field: "", problem }]);
  });
  const lines = text.split("\n");
  // A line counts once its newline is there: the server lets nothing leave before that.
  const rest = lines.pop() ?? "";
  const torn = rest === "" ? null : { file, line: lines.length + 1 };
  const header = headerOf(file, lines[0]);
  const events: Recorded[] = [];
  for (let k = 1; k < lines.length; k += 1) {
    events.push(eventOf({ file, line: k + 1 }, header.server, lines[k] as string, k));
  }
  return { file, header, events, torn };
}

function headerOf(file: string, text: string | undefined): TraceHeader {
  const place = { file, line: 1 };
  if (text === undefined) throw new CannotTell("the header is missing", place);
  const decoded = decodeLine(text);
  if (!decoded.ok) throw refusal(place, decoded);
  if (decoded.kind === "header") return decoded.header;
  throw new CannotTell("the header is missing: the first line is an event", place);
}

function eventOf(place: Place, server: number, text: string, q: number): Recorded {
  const decoded = decodeLine(text);
  if (!decoded.ok) throw refusal(place, decoded);
  if (decoded.kind === "header") {
    const problem = "a second header: every process writes a file of its own";
    throw new BadInput([{ place, field: "kind", problem }]);
  }
  const { event } = decoded;
  if (event.q === q) return { place, server, event };
  const missing =
    event.q > q
      ? `the line of event ${String(q)} is missing: event ${String(event.q)} stands in its place`
      : `event ${String(event.q)} stands where the line of event ${String(q)} is missing`;
  throw new CannotTell(missing, place);
}

function refusal(place: Place, fault: { field: string; found: string; problem: string }): Error {
  const at = fault.field === "" ? "the line" : fault.field;
  const problem = `${at} is ${fault.found}: ${fault.problem}`;
  return new BadInput([{ place, field: fault.field, problem }]);
}

/** What a torn last line is worth saying. */
export function tornNote(place: Place): string {
  return `${placeText(place)} is cut short, as a killed server leaves it, and does not count`;
}
