/** What the spec knows of a server where its step is refused. */
import type { State, Value } from "../../tla/index.js";
import type { Machine } from "../machine.js";
import { shown } from "../values.js";

/** As `role = LEADING`; see Situation and PeerSituation in StepZab.tla. */
export function situation(machine: Machine, state: State, server: Value): string[] {
  const { evaluator, table } = machine;
  const rows = (name: string, args: readonly Value[], whose: string) =>
    table.items(evaluator.operator(name)(state, null, args)).map((row) => {
      const [title, value] = table.items(row) as [string, Value];
      return `${title.replace(/^post\./, "")}${whose} = ${shown(table, value)}`;
    });
  const peers = machine.servers.filter((peer) => peer !== server);
  return [
    ...rows("Situation", [server], ""),
    ...peers.flatMap((f) => rows("PeerSituation", [server, f], ` of server ${shown(table, f)}`)),
  ];
}
