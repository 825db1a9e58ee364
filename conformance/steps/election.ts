/** Translates the ordered steps of the election into the tuples that StepElection.tla reads. */
import { parametersOf, type TraceMessage } from "#codec";
import { meetingOf, type History, type Known } from "../trace/known.js";
import type { Node } from "../trace/node.js";
import { voicesOf } from "../trace/voices.js";
import { field, message, zxid, type Datum } from "./datum.js";

/** The fields in the order of Post in StepElection.tla. */
const FIELDS = ["role", "round", "leader", "finalizing"] as const;

/** What a server that has just started would record. */
const START = { role: "LOOKING", round: 0, leader: 0, finalizing: false } as const;

type Own = { readonly [field in (typeof FIELDS)[number]]: string | number | boolean };

/** Translates lines one after the other; what each server showed last stays in it. */
export class ElectionTranslator {
  readonly #last = new Map<number, Own>();

  /** One line as a tuple, with what is known of its server and of who sent what it reads. */
  translate(at: Node, known: Known, cast: History): Datum {
    const { event, server, kind } = at;
    const before = this.#last.get(server) ?? START;
    const elected = event?.spec === "Election";
    const after = kind === "restart" ? START : elected ? { ...before, ...event.post } : before;
    this.#last.set(server, after);
    return [
      nameOf(at),
      server,
      parameters(at),
      given(at, known, cast),
      difference(before, after),
      elected ? left(at) : [],
    ];
  }
}

function nameOf({ event, kind }: Node): string {
  if (kind === "restart" || event === null) return "Restart";
  return (event.spec === "Election" ? event.a : meetingOf(event)) ?? "null";
}

function parameters({ event, server }: Node): Datum {
  if (event === null) return [server];
  const names = parametersOf(event.spec ?? "Zab", event.a ?? "") ?? [];
  const numbers = names.filter((name) => name !== "v" && name !== "mode");
  return numbers.map((name) => event.p[name] ?? 0);
}

/** See Arrange, and Meetings, in StepElection.tla. */
function given({ event }: Node, facts: Known, cast: History): Datum {
  if (event === null) return [];
  if (event.spec !== "Election") return [facts.established];
  if (event.in !== undefined) return [message(event.in.m), history(cast)];
  if (event.a !== "StartElection") return [];
  return [history(facts.own), facts.queueLen];
}

function history({ epoch, last }: History): Datum {
  return [epoch, zxid(last)];
}

function difference(before: Own, after: Own): Datum {
  return FIELDS.flatMap((name, k) => {
    const value = after[name];
    return value === before[name] ? [] : [k + 1, typeof value === "boolean" ? value : field(value)];
  });
}

function left({ event }: Node): Datum {
  return (event?.out ?? []).map(({ c, m }: { c: string; m: TraceMessage }) => [
    voicesOf(c)?.to ?? 0,
    message(m),
  ]);
}
