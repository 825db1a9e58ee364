import type {
  Carried,
  TraceDiskOperation,
  TraceEvent,
  TraceHeader,
  TraceMessage,
  TraceParameters,
  TracePost,
} from "./types.js";

/*
 * The recorder writes one line per step, so lines are put together by hand: no field here needs
 * escaping but `why` and the names of the spec modules. A test holds every line against
 * JSON.stringify.
 */

function message(m: TraceMessage): string {
  const type = `{"type":"${m.type}"`;
  switch (m.type) {
    case "PROPOSAL":
    case "INFORM":
      return `${type},"zxid":"${m.zxid}","val":"${m.val}"}`;
    case "COMMIT":
    case "ACK":
    case "TRUNC":
      return `${type},"zxid":"${m.zxid}"}`;
    case "FOLLOWERINFO":
    case "LEADERINFO":
    case "NEWLEADER":
      return `${type},"epoch":${m.epoch}}`;
    case "ACKEPOCH":
      return `${type},"counts":${m.counts},"epoch":${m.epoch},"zxid":"${m.zxid}"}`;
    case "SNAP":
      return `${type},"last":"${m.last}"}`;
    case "DIFF":
    case "UPTODATE":
      return `${type}}`;
    case "NOTIFICATION":
      return (
        `${type},"leader":${m.leader},"zxid":"${m.zxid}","epoch":${m.epoch},` +
        `"round":${m.round},"state":"${m.state}"}`
      );
  }
}

function carried({ c, n, m }: Carried): string {
  return `{"c":"${c}","n":${n},"m":${message(m)}}`;
}

function operation(d: TraceDiskOperation): string {
  switch (d.op) {
    case "append":
      return `{"op":"append","zxid":"${d.zxid}"}`;
    case "replace":
      return `{"op":"replace","len":${d.len},"last":"${d.last}"}`;
    case "acceptedEpoch":
    case "currentEpoch":
      return `{"op":"${d.op}","epoch":${d.epoch}}`;
  }
}

function list<T>(items: readonly T[], one: (item: T) => string): string {
  const first = items[0];
  if (first === undefined) return "[]";
  let text = `[${one(first)}`;
  for (let k = 1; k < items.length; k += 1) text += `,${one(items[k] as T)}`;
  return `${text}]`;
}

type Flat = string | number | boolean;

/** Objects of strings that need no escaping, numbers and truths; absent fields leave no trace. */
function flat(object: TracePost | TraceParameters): string {
  let text = "";
  for (const [key, value] of Object.entries(object) as [string, Flat | undefined][]) {
    if (value === undefined) continue;
    const shown = typeof value === "string" ? `"${value}"` : String(value);
    text += text === "" ? `"${key}":${shown}` : `,"${key}":${shown}`;
  }
  return `{${text}}`;
}

/** An event as one line, its newline included. */
export function encodeEvent(e: TraceEvent): string {
  let text = `{"q":${e.q}`;
  if (e.spec !== undefined) text += `,"spec":"${e.spec}"`;
  text += e.a === null ? ',"a":null' : `,"a":"${e.a}"`;
  text += `,"p":${flat(e.p)}`;
  if (e.conn !== undefined) text += `,"conn":{"c":"${e.conn.c}"}`;
  if (e.in !== undefined) text += `,"in":${carried(e.in)}`;
  text += `,"out":${list(e.out, carried)},"disk":${list(e.disk, operation)}`;
  text += `,"post":${flat(e.post)}`;
  if (e.why !== undefined) text += `,"why":${JSON.stringify(e.why)}`;
  return `${text}}\n`;
}

/** A header as one line, its newline included. */
export function encodeHeader(header: TraceHeader): string {
  const { v, kind, server, incarnation, servers, voters, spec, base } = header;
  const { len, last, acceptedEpoch, currentEpoch, from, log } = base;
  const ordered = { v, kind, server, incarnation, servers, voters, spec };
  const found = { len, last, acceptedEpoch, currentEpoch, from, log };
  return `${JSON.stringify({ ...ordered, base: found })}\n`;
}
