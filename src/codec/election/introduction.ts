import type { Reader } from "../jute/reader.js";
import type { Writer } from "../jute/writer.js";
import { MAX_INTRODUCTION } from "./limits.js";
import { readElectionLong } from "./election-long.js";

/** The first bytes on an election connection: who opened it, and where to call back. */
export interface Introduction {
  /** `ANONYMOUS_SID` for an observer without an id. */
  readonly sid: number;
  /** `host:port`, IPv6 in brackets; empty when a peer older than 3.5 names none. */
  readonly addresses: readonly string[];
}

/** The low half of the protocol version; the high half is −1. One address, or several. */
const ONE_ADDRESS = -65_536;
const MANY_ADDRESSES = -65_535;

/** Appends what the side that connects sends first; several addresses need version 2. */
export function appendIntroduction(out: Writer, { sid, addresses }: Introduction): void {
  out.long(addresses.length > 1 ? MANY_ADDRESSES : ONE_ADDRESS);
  out.long(sid);
  out.str(addresses.join("|"));
}

/** Reads an introduction; when the bytes end too early the reader says it is `short`. */
export function readIntroduction(r: Reader): Introduction {
  const version = readElectionLong(r);
  if (version >= 0) return { sid: version, addresses: [] };
  if (version !== ONE_ADDRESS && version !== MANY_ADDRESSES) {
    r.pos -= 8;
    r.fail(`protocol version ${version}, ${ONE_ADDRESS} or ${MANY_ADDRESSES} wanted`);
  }
  const sid = readElectionLong(r);
  const length = r.int();
  if (r.error === null && (length < 1 || length > MAX_INTRODUCTION)) {
    r.pos -= 4;
    r.fail(`${length} bytes of addresses, 1 to ${MAX_INTRODUCTION} wanted`);
  }
  const at = r.take(length);
  const text = at < 0 ? "" : r.buf.toString("utf8", at, at + length);
  return { sid, addresses: version === MANY_ADDRESSES ? text.split("|") : [text] };
}
