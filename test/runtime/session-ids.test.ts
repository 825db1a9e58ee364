import { sessionIdToHex } from "#codec";
import { SessionIds } from "#runtime";
import { describe, expect, it } from "vitest";

const hex = ({ hi, lo }: { hi: number; lo: number }) => sessionIdToHex(hi, lo);

describe("session ids", () => {
  it.each([
    [1, 0x123456789a, "01123456789a0000"],
    [255, 0, "ff00000000000000"],
    [3, 0xffffffffffff, "03ffffffffff0000"],
    [257, 1.9, "0100000000010000"],
  ])("of server %i at %i ms begin with %s", (server, now, first) => {
    expect(hex(new SessionIds(server, now).next())).toBe(first);
  });

  it("count up by one, over the edge of the lower half", () => {
    const ids = new SessionIds(1, 0x1ffff);
    let last = hex(ids.next());
    expect(last).toBe("01000001ffff0000");
    for (let k = 0; k < 0x10000; k += 1) last = hex(ids.next());
    expect(last).toBe("0100000200000000");
  });

  it("are never the marker of containers", () => {
    expect(hex(new SessionIds(128, 0).next())).toBe("8000000000000001");
  });
});
