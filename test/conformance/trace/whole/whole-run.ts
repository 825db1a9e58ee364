/** A run read whole, and put in order with all of it at hand: what the stream is compared with. */
import { orderConnections } from "./connections.js";
import { electionsOf } from "./elections.js";
import { gatherRun } from "./gather.js";
import { matchMessages } from "./match.js";
import { nodesOf } from "./nodes.js";
import { matchNotifications } from "./notifications.js";
import { causalOrder, inOrder } from "./order.js";

/** @throws BadInput, CannotTell */
export async function wholeRun(source: string | readonly string[]) {
  const run = await gatherRun(source);
  const lines = nodesOf(run);
  matchMessages(run, lines.perServer);
  const steps = inOrder(orderConnections(lines.perServer));
  const elections = electionsOf(run);
  const judged = elections.judged > 0;
  const senders = judged ? matchNotifications(run, elections.perServer) : new Map();
  const elected = judged ? causalOrder(elections.perServer) : [];
  return { run, lines, steps, elections, senders, elected };
}
