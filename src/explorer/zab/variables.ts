import type { DiskOperation, History, Message, NodeState, Txn, Zxid } from "#state-machine";
import { quoted, record, set, truth, tuple } from "../canonical.js";
import type { Connection } from "./connection.js";
import type { Ghosts } from "./ghosts.js";
import { txnsOf } from "./plain.js";

const zxidText = ({ epoch, counter }: Zxid) => tuple([epoch, counter]);
const txnText = ({ zxid, val }: Txn) => record({ zxid: zxidText(zxid), val: val as number });
const txnsText = (txns: readonly Txn[]) => tuple(txns.map(txnText));
const historyText = (history: History) => txnsText(txnsOf(history));

function messageText(message: Message): string {
  const type = quoted(message.type);
  switch (message.type) {
    case "FOLLOWERINFO":
    case "LEADERINFO":
    case "NEWLEADER":
      return record({ type, epoch: message.epoch });
    case "ACKEPOCH": {
      const { counts, epoch, zxid } = message;
      return record({ type, counts: truth(counts), epoch, zxid: zxidText(zxid) });
    }
    case "ACK":
    case "TRUNC":
    case "COMMIT":
      return record({ type, zxid: zxidText(message.zxid) });
    case "SNAP":
      return record({ type, history: historyText(message.history) });
    case "PROPOSAL":
    case "INFORM":
      return record({ type, txn: txnText(message.txn) });
    case "DIFF":
    case "UPTODATE":
      return record({ type });
  }
}

function operationText({ op, arg, then }: DiskOperation): string {
  const value = op === "append" ? txnText(arg) : op === "replace" ? historyText(arg) : arg;
  return record({ op: quoted(op), arg: value as string, then: tuple(then.map(messageText)) });
}

/** The variables that are functions over servers: what each says of one server. */
const OF_SERVER: Readonly<Record<string, (s: NodeState, name: (s: number) => string) => string>> = {
  acceptedEpoch: (s) => String(s.acceptedEpoch),
  ackIndex: (s) => tuple(s.servers.map((f) => s.ackIndex[f] as number)),
  committed: (s) => String(s.committed),
  currentEpoch: (s) => String(s.currentEpoch),
  diskQueue: (s) => tuple(s.diskQueue.toArray().map(operationText)),
  epochAcks: (s, name) => set(s.epochAcks.map(name)),
  epochInfo: (s, name) => set(s.epochInfo.map(name)),
  leaderOf: (s, name) => (s.leaderOf === null ? "Nobody" : name(s.leaderOf)),
  learner: (s) => tuple(s.servers.map((f) => quoted(s.learner[f] as string))),
  learnerZxid: (s) => tuple(s.servers.map((f) => zxidText(s.learnerZxid[f] as Zxid))),
  log: (s) => historyText(s.log),
  memLog: (s) => historyText(s.memLog),
  newLeaderAcks: (s, name) => set(s.newLeaderAcks.map(name)),
  phase: (s) => quoted(s.phase),
  proposedEpoch: (s) => String(s.proposedEpoch),
  role: (s) => quoted(s.role),
  syncCommitted: (s) => String(s.syncCommitted),
};

const OF_CONNECTION: Readonly<Record<string, (c: Connection) => string>> = {
  link: ({ link }) => quoted(link),
  toLeader: ({ toLeader }) => tuple(toLeader.map(messageText)),
  toLearner: ({ toLearner }) => tuple(toLearner.map(messageText)),
};

const OF_RUN: Readonly<Record<string, (g: Ghosts) => string>> = {
  gBroadcast: ({ broadcast }) => tuple(broadcast.map(txnsText)),
  gCommitted: ({ committed }) => txnsText(committed),
  gEstablished: ({ established }) => tuple(established),
  nBreak: ({ nBreak }) => String(nBreak),
  nRestart: ({ nRestart }) => String(nRestart),
  nTxn: ({ nTxn }) => String(nTxn),
};

/** What the variables say of one component, by name. */
export type Texts = ReadonlyMap<string, string>;

export function serverTexts(s: NodeState, names: readonly string[]): Texts {
  return texts(OF_SERVER, (text) => text(s, (server) => names[server - 1] as string));
}

export function connectionTexts(connection: Connection): Texts {
  return texts(OF_CONNECTION, (text) => text(connection));
}

export function ghostTexts(ghosts: Ghosts): Texts {
  return texts(OF_RUN, (text) => text(ghosts));
}

function texts<T>(variables: Readonly<Record<string, T>>, text: (variable: T) => string): Texts {
  return new Map(Object.entries(variables).map(([name, variable]) => [name, text(variable)]));
}

const NAMES = [OF_SERVER, OF_CONNECTION, OF_RUN].flatMap((variables) => Object.keys(variables));
NAMES.sort();

/** Every variable of MCZab but `ev`, by name and in the order of names, as canonical text. */
export function zabVariables(
  servers: readonly Texts[],
  connections: readonly Texts[],
  ghosts: Texts,
): ReadonlyMap<string, string> {
  const each = (parts: readonly Texts[], name: string) =>
    tuple(parts.map((part) => part.get(name) as string));
  return new Map(
    NAMES.map((name) => {
      if (name in OF_SERVER) return [name, each(servers, name)];
      if (name in OF_CONNECTION) return [name, each(connections, name)];
      return [name, ghosts.get(name) as string];
    }),
  );
}
