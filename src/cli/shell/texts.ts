import { errorText, type Stat, type Zxid, zxidToHex } from "#codec";
import type { WatchEvent, ZooKeeperError } from "#client";

/** The lines `stat` prints. */
export function statText(stat: Stat): string {
  const owner = zxidToHex({
    epoch: stat.ephemeralOwnerHi >>> 0,
    counter: stat.ephemeralOwnerLo >>> 0,
  });
  return [
    `cZxid = 0x${zxidToHex(stat.czxid)}`,
    `ctime = ${dateText(stat.ctime)}`,
    `mZxid = 0x${zxidToHex(stat.mzxid)}`,
    `mtime = ${dateText(stat.mtime)}`,
    `pZxid = 0x${zxidToHex(stat.pzxid)}`,
    `cversion = ${stat.cversion}`,
    `dataVersion = ${stat.version}`,
    `aclVersion = ${stat.aversion}`,
    `ephemeralOwner = 0x${owner}`,
    `dataLength = ${stat.dataLength}`,
    `numChildren = ${stat.numChildren}`,
  ].join("\n");
}

const DATE = new Intl.DateTimeFormat("en-US", {
  weekday: "short",
  month: "short",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
  timeZoneName: "short",
  year: "numeric",
});

/** A time as Java prints it: `Fri Nov 20 17:28:24 UTC 2026`. */
export function dateText(ms: number): string {
  const parts = new Map(DATE.formatToParts(ms).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? "";
  const time = `${part("hour")}:${part("minute")}:${part("second")}`;
  const day = `${part("weekday")} ${part("month")} ${part("day")}`;
  return `${day} ${time} ${part("timeZoneName")} ${part("year")}`;
}

/** What zkCli.sh says of an error; the path is put behind the colon. */
const MESSAGES: ReadonlyMap<string, string> = new Map([
  ["NONODE", "Node does not exist"],
  ["NODEEXISTS", "Node already exists"],
  ["NOTEMPTY", "Node not empty"],
  ["NOCHILDRENFOREPHEMERALS", "Ephemerals cannot have children"],
  ["NOTREADONLY", "Not a read-only call"],
  ["INVALIDACL", "Acl is not valid "],
  ["NOAUTH", "Insufficient permission "],
  ["BADARGUMENTS", "Arguments are not valid "],
  ["BADVERSION", "version No is not valid "],
  ["QUOTAEXCEEDED", "Quota has exceeded "],
]);

export function errorLine({ name, code, path }: ZooKeeperError): string {
  const message = MESSAGES.get(name);
  if (message !== undefined) return `${message}: ${path}`;
  const about = path === null ? "" : ` for ${path}`;
  return `KeeperErrorCode = ${errorText(code)}${about}`;
}

/** A watch that fired. */
export function eventText({ type, path, zxid }: WatchEvent): string {
  const state = type === "None" ? "Expired" : "SyncConnected";
  return `\nWATCHER::\n\nWatchedEvent state:${state} type:${type} path:${path} zxid: ${decimal(zxid)}`;
}

/** Java prints a zxid in events as a signed long. */
function decimal({ epoch, counter }: Zxid): bigint {
  return BigInt.asIntN(64, (BigInt(epoch) << 32n) | BigInt(counter));
}
