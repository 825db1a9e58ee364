/** Turns the lines of a run into nodes, and says how many there are of each action. */
import type { Life, Run } from "./run.js";
import { node, type Node } from "../../../../dist/conformance/trace/node.js";

export interface Lines {
  /** Per server, in the order of its files and lines; steps of Zab.tla only. */
  readonly perServer: ReadonlyMap<number, readonly Node[]>;
  /** How often each action of Zab.tla was recorded. */
  readonly actions: ReadonlyMap<string, number>;
  /** Events that enabled nothing. */
  readonly dropped: number;
}

/** The lines of all servers as nodes. */
export function nodesOf(run: Run): Lines {
  const perServer = new Map<number, Node[]>();
  const actions = new Map<string, number>();
  let dropped = 0;
  for (const [server, lives] of run.lives) {
    const own: Node[] = [];
    perServer.set(server, own);
    for (const [k, life] of lives.entries()) {
      if (k > 0) own.push(restart(life));
      for (const { place, event } of life.events) {
        if (event.spec === "Election") continue;
        if (event.a === null) {
          dropped += 1;
          if (event.in !== undefined) own.push(node("refused", place, server, { event }));
        } else {
          actions.set(event.a, (actions.get(event.a) ?? 0) + 1);
          own.push(node("event", place, server, { event }));
        }
      }
    }
  }
  return { perServer, actions, dropped };
}

function restart(life: Life): Node {
  const place = { file: life.file, line: 1 };
  return node("restart", place, life.header.server, { header: life.header });
}
