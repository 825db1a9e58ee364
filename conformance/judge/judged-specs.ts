/** Each spec as a run is judged by it: its text, and what the run begins with. */
import { zxid } from "../steps/datum.js";
import type { Start } from "../steps/history.js";
import type { Translator } from "../steps/zab.js";
import type { Value, ValueTable } from "../tla/index.js";
import type { Lease } from "./machines.js";
import type { JudgedSpec } from "./spec-judge.js";
import { valueOf } from "./values.js";

export interface Ensemble {
  readonly servers: readonly number[];
  readonly voters: readonly number[];
  readonly starts: readonly Start[];
}

const setOf = (servers: readonly number[]): string => `{${servers.join(", ")}}`;

export async function judgedZab(
  ensemble: Ensemble,
  { histories }: Translator,
  specDir: string,
  lease: Lease,
): Promise<JudgedSpec> {
  const { servers, voters } = ensemble;
  const constants = `CONSTANTS Server = ${setOf(servers)} Voter = ${setOf(voters)}`;
  return {
    prepared: await lease.take("Zab", specDir, constants),
    begin: (table) => beginning(ensemble, histories, table),
    counts: ["known", "formed"],
  };
}

export async function judgedElection(
  { voters }: Ensemble,
  specDir: string,
  lease: Lease,
): Promise<JudgedSpec> {
  return {
    prepared: await lease.take("Election", specDir, `CONSTANTS Voter = ${setOf(voters)}`),
    begin: null,
    counts: ["nSettled"],
  };
}

/** What is on the disks when the servers start first. */
function beginning(
  { servers, starts }: Ensemble,
  histories: Translator["histories"],
  table: ValueTable,
): readonly Value[] {
  const bases = new Map(starts.map(({ header }) => [header.server, header.base]));
  const perServer = (of: (server: number) => Value): Value =>
    table.fcn(servers.map((server) => [server, of(server)] as const));
  const txns = (server: number): Value =>
    table.tuple(
      (histories.get(server) ?? []).map((entry) =>
        table.record([
          ["zxid", valueOf(table, zxid(entry.zxid))],
          ["val", entry.val],
        ]),
      ),
    );
  return [
    perServer(txns),
    perServer((server) => bases.get(server)?.acceptedEpoch ?? 0),
    perServer((server) => bases.get(server)?.currentEpoch ?? 0),
  ];
}
