import {
  appendReply,
  create2ResponseCodec,
  createResponseCodec,
  opCode,
  setDataResponseCodec,
  type Writer,
} from "#codec";
import type { Applied } from "./applied.js";

/**
 * Appends the answer to the write that became this transaction. `opcode` is what the client asked
 * for: a failed write has another type, and no body.
 */
export function appendWriteReply(out: Writer, xid: number, applied: Applied, opcode: number): void {
  const { zxid, err, path, stat } = applied;
  if (err !== 0) return appendReply(out, xid, zxid, err);
  if (opcode === opCode.create && path !== null) {
    return appendReply(out, xid, zxid, err, createResponseCodec, { path });
  }
  if (stat === null || path === null) return appendReply(out, xid, zxid, err);
  if (showsPath.has(opcode)) {
    return appendReply(out, xid, zxid, err, create2ResponseCodec, { path, stat });
  }
  appendReply(out, xid, zxid, err, setDataResponseCodec, { stat });
}

const showsPath: ReadonlySet<number> = new Set([
  opCode.create2,
  opCode.createContainer,
  opCode.createTTL,
]);
