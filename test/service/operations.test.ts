import {
  createRequestCodec,
  deleteRequestCodec,
  encode,
  opCode,
  OPEN_ACL,
  setDataRequestCodec,
  syncRequestCodec,
} from "#codec";
import { checkBody, isServed, isWrite } from "#service";
import { describe, expect, it } from "vitest";

describe("isServed and isWrite", () => {
  it("know what clients may ask for, and which of it becomes a transaction", () => {
    const { create, create2, setData, closeSession } = opCode;
    const writes = [create, create2, opCode.delete, setData, closeSession];
    const { exists, getData, getACL, getChildren, getChildren2, sync, ping } = opCode;
    const { setWatches, setWatches2 } = opCode;
    const reads = [exists, getData, getACL, getChildren, getChildren2, sync, ping, setWatches];
    const every = [...Object.values(opCode), -2, 10, 99, 1000];
    expect(every.filter(isWrite).sort()).toEqual([...writes].sort());
    expect(every.filter(isServed).sort()).toEqual([...writes, ...reads, setWatches2].sort());
  });
});

describe("checkBody", () => {
  const path = "/a";
  const data = Buffer.from("xyz");
  it.each([
    ["create", opCode.create, encode(createRequestCodec, { path, data, acl: OPEN_ACL, flags: 0 })],
    ["create2", opCode.create2, encode(createRequestCodec, { path, data, acl: null, flags: 0 })],
    ["delete", opCode.delete, encode(deleteRequestCodec, { path, version: 0 })],
    ["setData", opCode.setData, encode(setDataRequestCodec, { path, data, version: 0 })],
    ["sync", opCode.sync, encode(syncRequestCodec, { path })],
  ])(
    "takes a whole body of %s, with or without more behind it, and none cut short",
    (_, code, body) => {
      expect(checkBody(code, body)).toBe(true);
      expect(checkBody(code, Buffer.concat([body, Buffer.alloc(3)]))).toBe(true);
      for (let cut = 0; cut < body.length; cut += 1) {
        expect(checkBody(code, body.subarray(0, cut)), `${cut} bytes`).toBe(false);
      }
    },
  );

  it("refuses lengths and counts that cannot be", () => {
    const body = encode(createRequestCodec, { path, data, acl: [], flags: 0 });
    for (const at of [0, 6, 13]) {
      const wrong = Buffer.from(body);
      wrong.writeInt32BE(0x7fffffff, at);
      expect(checkBody(opCode.create, wrong), `at ${at}`).toBe(false);
    }
    const nameless = Buffer.from(body);
    nameless.writeInt32BE(-1, 0);
    expect(checkBody(opCode.create, nameless)).toBe(false);
  });

  it("leaves the bodies of reads to the read itself", () => {
    expect(checkBody(opCode.getData, Buffer.alloc(0))).toBe(true);
    expect(checkBody(opCode.closeSession, Buffer.alloc(0))).toBe(true);
  });
});
