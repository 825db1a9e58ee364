/** Whether the lines of the election name voters, and connections between them. */
import { messageText } from "./message.js";
import type { Node } from "./node.js";
import { voicesOf } from "./voices.js";

/** Parameters are voters, and connections are those between them. */
export function namesVoters(voters: readonly number[], at: Node): void {
  const { event, server, contradictions } = at;
  if (event === null || event.a === null) return;
  const { a, p, in: carried, out, disk } = event;
  const wrong = (name: string, recorded: string, expected: string) =>
    contradictions.push({ name, recorded, expected });
  if (p.s !== server) wrong("p.s", String(p.s), String(server));
  const others = voters.filter((voter) => voter !== server);
  if (p.f !== undefined && !others.includes(p.f)) {
    wrong("p.f", String(p.f), `one of the other voters, ${others.join(", ")}`);
  }
  const reads = a.startsWith("Receive") || a === "AnswerLooking";
  const from = `e:${String(p.f)}-${String(server)}`;
  if (!reads && carried !== undefined) wrong("in", messageText(carried.m), "nothing");
  if (reads && (carried?.m.type !== "NOTIFICATION" || !carried.c.startsWith(`${from}#`))) {
    wrong("in", carried?.c ?? "nothing", `a notification on a connection ${from}`);
  }
  if (disk.length > 0) wrong("disk", disk.map(({ op }) => op).join(", "), "nothing");
  const receivers = out.map(({ c, m }) => {
    const voices = voicesOf(c);
    const fits = voices?.from === server && others.includes(voices.to);
    if (m.type === "NOTIFICATION" && fits) return voices.to;
    wrong("out", `${messageText(m)} on ${c}`, `a notification of server ${String(server)}`);
    return 0;
  });
  if (new Set(receivers).size < receivers.length) {
    wrong("out", `servers ${receivers.join(", ")}`, "one notification for each server");
  }
  if (a === "RepeatLast" && (receivers.length !== 1 || receivers[0] !== p.f)) {
    wrong("out", `${String(out.length)} notifications`, `one, for server ${String(p.f)}`);
  }
}
