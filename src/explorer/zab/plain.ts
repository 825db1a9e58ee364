import { History, type DiskOperation, type Message, type Txn, type Zxid } from "#state-machine";

/** Values as nested arrays, which JSON writes without ambiguity: equal values, equal texts. */
export type Plain = string | number | boolean | null | readonly Plain[];

export const plainZxid = ({ epoch, counter }: Zxid): Plain => [epoch, counter];
export const plainTxn = ({ zxid, val }: Txn): Plain => [zxid.epoch, zxid.counter, val as number];
export const plainHistory = (history: History): Plain => txnsOf(history).map(plainTxn);

/** All entries of a history of which nothing is forgotten. */
export function txnsOf(history: History): readonly Txn[] {
  return history.slice(0, history.length);
}

export function plainMessage(message: Message): Plain {
  const { type } = message;
  switch (type) {
    case "FOLLOWERINFO":
    case "LEADERINFO":
    case "NEWLEADER":
      return [type, message.epoch];
    case "ACKEPOCH":
      return [type, message.counts, message.epoch, plainZxid(message.zxid)];
    case "ACK":
    case "TRUNC":
    case "COMMIT":
      return [type, plainZxid(message.zxid)];
    case "SNAP":
      return [type, plainHistory(message.history)];
    case "PROPOSAL":
    case "INFORM":
      return [type, plainTxn(message.txn)];
    case "DIFF":
    case "UPTODATE":
      return [type];
  }
}

export function plainOperation({ op, arg, then }: DiskOperation): Plain {
  const value =
    op === "append" ? plainTxn(arg) : op === "replace" ? plainHistory(arg) : (arg as Plain);
  return [op, value, then.map(plainMessage)];
}

export function zxidFrom(plain: Plain): Zxid {
  const [epoch, counter] = plain as [number, number];
  return { epoch, counter };
}

export function txnFrom(plain: Plain): Txn {
  const [epoch, counter, val] = plain as [number, number, number];
  return { zxid: { epoch, counter }, val };
}

export function historyFrom(plain: Plain): History {
  return historyOf((plain as readonly Plain[]).map(txnFrom));
}

export function historyOf(txns: readonly Txn[]): History {
  return txns.reduce((history, txn) => history.append(txn), History.empty);
}

export function messageFrom(plain: Plain): Message {
  const [type, first, second, third] = plain as [Message["type"], Plain, Plain, Plain];
  switch (type) {
    case "FOLLOWERINFO":
    case "LEADERINFO":
    case "NEWLEADER":
      return { type, epoch: first as number };
    case "ACKEPOCH":
      return { type, counts: first as boolean, epoch: second as number, zxid: zxidFrom(third) };
    case "ACK":
    case "TRUNC":
    case "COMMIT":
      return { type, zxid: zxidFrom(first) };
    case "SNAP":
      return { type, history: historyFrom(first) };
    case "PROPOSAL":
    case "INFORM":
      return { type, txn: txnFrom(first) };
    case "DIFF":
    case "UPTODATE":
      return { type };
  }
}

export function operationFrom(plain: Plain): DiskOperation {
  const [op, arg, messages] = plain as [DiskOperation["op"], Plain, readonly Plain[]];
  const then = messages.map(messageFrom) as DiskOperation["then"];
  switch (op) {
    case "append":
      return { op, arg: txnFrom(arg), then };
    case "replace":
      return { op, arg: historyFrom(arg), then };
    case "acceptedEpoch":
    case "currentEpoch":
      return { op, arg: arg as number, then };
  }
}
