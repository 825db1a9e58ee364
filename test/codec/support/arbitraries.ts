import fc from "fast-check";
import type { Acl, Id, SessionTimeout, Stat, StatPersisted, Zxid } from "#codec";

export const int32 = fc.integer({ min: -0x80000000, max: 0x7fffffff });
export const uint32 = fc.integer({ min: 0, max: 0xffffffff });
export const safeLong = fc.maxSafeInteger();
export const text = fc.string({ unit: "grapheme", maxLength: 80 });
export const buffer: fc.Arbitrary<Buffer> = fc
  .uint8Array({ maxLength: 200 })
  .map((bytes) => Buffer.from(bytes));
export const nullable = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.option(of, { nil: null });
export const data = nullable(buffer);
export const texts = fc.array(text, { maxLength: 5 });

export const zxid: fc.Arbitrary<Zxid> = fc.record({ epoch: uint32, counter: uint32 });

export const id: fc.Arbitrary<Id> = fc.record({ scheme: text, id: text });

export const acl: fc.Arbitrary<readonly Acl[]> = fc.array(fc.record({ perms: int32, id }), {
  maxLength: 4,
});

export const statPersisted: fc.Arbitrary<StatPersisted> = fc.record({
  czxid: zxid,
  mzxid: zxid,
  ctime: safeLong,
  mtime: safeLong,
  version: int32,
  cversion: int32,
  aversion: int32,
  ephemeralOwnerHi: int32,
  ephemeralOwnerLo: int32,
  pzxid: zxid,
});

export const stat: fc.Arbitrary<Stat> = fc
  .tuple(statPersisted, int32, int32)
  .map(([persisted, dataLength, numChildren]) => ({ ...persisted, dataLength, numChildren }));

export const sessionTimeout: fc.Arbitrary<SessionTimeout> = fc.record({
  sessionHi: int32,
  sessionLo: int32,
  timeout: int32,
});
