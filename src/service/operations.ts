import {
  createRequestCodec,
  deleteRequestCodec,
  type Field,
  opCode,
  Reader,
  setDataRequestCodec,
  syncRequestCodec,
} from "#codec";

const writes: ReadonlySet<number> = new Set([
  opCode.create,
  opCode.create2,
  opCode.delete,
  opCode.setData,
  opCode.closeSession,
]);

const served: ReadonlySet<number> = new Set([
  ...writes,
  opCode.exists,
  opCode.getData,
  opCode.getACL,
  opCode.getChildren,
  opCode.getChildren2,
  opCode.sync,
  opCode.ping,
  opCode.setWatches,
  opCode.setWatches2,
]);

/** Whether clients may ask for it; anything else is answered with UNIMPLEMENTED. */
export function isServed(opcode: number): boolean {
  return served.has(opcode);
}

/** Whether it becomes a transaction. */
export function isWrite(opcode: number): boolean {
  return writes.has(opcode);
}

/** The bodies that leave this server before anything has looked into them. */
const forwarded: ReadonlyMap<number, Field<unknown>> = new Map<number, Field<unknown>>([
  [opCode.create, createRequestCodec as Field<unknown>],
  [opCode.create2, createRequestCodec as Field<unknown>],
  [opCode.delete, deleteRequestCodec as Field<unknown>],
  [opCode.setData, setDataRequestCodec as Field<unknown>],
  [opCode.sync, syncRequestCodec as Field<unknown>],
]);

/**
 * Whether the body of a write or a sync parses completely. One that does not is answered with
 * MARSHALLINGERROR before it is proposed or forwarded. Reads are parsed when they are answered.
 */
export function checkBody(opcode: number, body: Buffer): boolean {
  const codec = forwarded.get(opcode);
  if (codec === undefined) return true;
  const r = new Reader(body);
  codec.read(r);
  return r.error === null;
}
