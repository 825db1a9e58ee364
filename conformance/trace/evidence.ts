/** What a line says: a header, or an event; anything else is refused at its column. */
import { decodeLine, type LineFault, type TraceEvent, type TraceHeader } from "#codec";
import { fieldColumn, wrongColumn } from "./json-place.js";
import { quickEvent } from "./quick-event.js";
import type { Place } from "./run.js";
import { badInput, CannotTell } from "./stop.js";

/** @throws BadInput for a line of another format; CannotTell where an event comes first. */
export function headerOf(place: Place, text: string): TraceHeader {
  const decoded = decodeLine(text);
  if (!decoded.ok) throw refusal(place, text, decoded);
  if (decoded.kind === "header") return decoded.header;
  throw new CannotTell("the header is missing: the first line is an event", place);
}

/** @throws BadInput for a line of another format; CannotTell where it is not event `q`. */
export function eventOf(place: Place, text: string, q: number): TraceEvent {
  const event = quickEvent(text) ?? slowEvent(place, text);
  if (event.q === q) return event;
  const missing =
    event.q > q
      ? `the line of event ${String(q)} is missing: event ${String(event.q)} stands in its place`
      : `event ${String(event.q)} stands where the line of event ${String(q)} is missing`;
  throw new CannotTell(missing, place);
}

function slowEvent(place: Place, text: string): TraceEvent {
  const decoded = decodeLine(text);
  if (!decoded.ok) throw refusal(place, text, decoded);
  if (decoded.kind === "event") return decoded.event;
  const problem = "a second header: every process writes a file of its own";
  throw badInput({ ...place, column: fieldColumn(text, "kind") }, "kind", problem);
}

function refusal(place: Place, text: string, { field, found, problem, at }: LineFault): Error {
  const what = field === "" ? "the line" : field;
  // Where the codec says where, the line may be nested too deeply for looking.
  const column = at === null ? (wrongColumn(text) ?? fieldColumn(text, field)) : at + 1;
  return badInput({ ...place, column }, field, `${what} is ${found}: ${problem}`);
}
