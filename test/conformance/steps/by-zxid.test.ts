import { expect, it } from "vitest";
import { ByZxid } from "../../../dist/conformance/steps/by-zxid.js";

it("knows what was said of a zxid last, and nothing of its neighbours", () => {
  const known = new ByZxid<string>();
  const zxids = ["0:0", "1:1", "1:2", "1:4294967295", "2:1", "12:1", "4294967295:7"];
  for (const zxid of zxids) known.set(zxid, `txn ${zxid}`);
  known.set("1:2", "another");
  expect(zxids.map((zxid) => known.get(zxid))).toEqual(
    zxids.map((zxid) => (zxid === "1:2" ? "another" : `txn ${zxid}`)),
  );
  for (const zxid of ["0:1", "1:0", "1:3", "2:2", "3:1"]) expect(known.get(zxid)).toBe(undefined);
});
