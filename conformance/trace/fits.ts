/** Whether a line's parameters, message and connection are those of its action. */
import { consumes } from "./consumes.js";
import { endsOf } from "./connection.js";
import type { Node } from "./node.js";

/** The parameters name the acting server first, and the connection is the one they name. */
export function fitsItsAction(at: Node): void {
  const { event, server, contradictions } = at;
  if (event === null || event.a === null) return;
  const { a, p } = event;
  const acting = a.startsWith("Leader") || a === "BecomeLeading" ? "l" : actingOf(p);
  if (p[acting] !== server) {
    const name = `p.${acting}`;
    contradictions.push({ name, recorded: String(p[acting]), expected: String(server) });
  }
  const wanted = (consumes as Record<string, string | undefined>)[a];
  const found = event.in?.m.type;
  if (found !== wanted) {
    const name = "in.m.type";
    contradictions.push({ name, recorded: found ?? "nothing", expected: wanted ?? "nothing" });
  }
  const c = event.conn?.c ?? event.in?.c;
  const ends = c === undefined ? null : endsOf(c);
  if (c === undefined || wanted !== found) return;
  const learner = acting === "l" ? p.f : server;
  const leader = acting === "l" ? server : (p.l ?? ends?.leader);
  if (ends?.learner === learner && ends?.leader === leader) return;
  const expected = `a connection ${String(leader)}-${String(learner)}`;
  contradictions.push({ name: event.conn ? "conn.c" : "in.c", recorded: c, expected });
}

function actingOf(p: object): "f" | "o" | "s" {
  if ("o" in p) return "o";
  return "f" in p ? "f" : "s";
}
