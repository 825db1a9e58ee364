import type * as t from "io-ts";
import { EventCodec } from "./event.js";
import { HeaderCodec } from "./header.js";
import { repeatedKey, tooDeepAt } from "./json-text.js";
import type { TraceEvent, TraceHeader } from "./types.js";

/** Why a line is not evidence: the field by its path (empty: the whole line), and what is wrong. */
export interface LineFault {
  readonly field: string;
  readonly found: string;
  readonly problem: string;
  /** Whether the line stops in the middle, as a write cut short leaves it. */
  readonly torn: boolean;
  /** Where in the line it is, in characters from 0; null: at the field. */
  readonly at: number | null;
}

export type DecodedLine =
  | { readonly ok: true; readonly kind: "header"; readonly header: TraceHeader }
  | { readonly ok: true; readonly kind: "event"; readonly event: TraceEvent }
  | ({ readonly ok: false } & LineFault);

/** Values longer than this are shortened in a fault. */
const SHOWN = 60;

function shown(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`;
}

/** Whether `text` begins a JSON object that it does not end. */
function stopsInTheMiddle(text: string): boolean {
  if (!text.startsWith("{")) return false;
  let depth = 0;
  let quoted = false;
  for (let k = 0; k < text.length; k += 1) {
    const char = text[k];
    if (quoted) {
      if (char === "\\") k += 1;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === "{" || char === "[") depth += 1;
    else if (char === "}" || char === "]") depth -= 1;
  }
  return quoted || depth > 0;
}

function faultOf(errors: t.Errors): LineFault {
  const [first] = errors;
  const field = (first?.context ?? [])
    .map(({ key }) => key)
    .filter((key) => key !== "")
    .join(".");
  const wanted = first?.context.at(-1)?.type.name ?? "another value";
  const problem = first?.message ?? `${wanted} is wanted`;
  return { field, found: shown(first?.value), problem, torn: false, at: null };
}

/** Reads one line of a trace; never throws. A header is told by its key `kind`. */
export function decodeLine(text: string): DecodedLine {
  const deep = tooDeepAt(text);
  if (deep !== null) {
    const problem = "nested deeper than any line of a trace";
    return { ok: false, field: "", found: shown(text), problem, torn: false, at: deep };
  }
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch {
    const torn = stopsInTheMiddle(text);
    const problem = torn ? "the line is cut short" : "one JSON object is wanted";
    return { ok: false, field: "", found: shown(text), problem, torn, at: null };
  }
  const again = repeatedKey(text);
  if (again !== null) {
    const { at, path } = again;
    const problem = "every key is wanted once";
    return { ok: false, field: path, found: "there twice", problem, torn: false, at };
  }
  if (typeof input === "object" && input !== null && "kind" in input) {
    const header = HeaderCodec.decode(input);
    if (header._tag === "Left") return { ok: false, ...faultOf(header.left) };
    return { ok: true, kind: "header", header: header.right };
  }
  const event = EventCodec.decode(input);
  if (event._tag === "Left") return { ok: false, ...faultOf(event.left) };
  return { ok: true, kind: "event", event: event.right };
}
