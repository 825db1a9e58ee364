import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostText, parseConnectString } from "#client";
import { Fifo } from "../../dist/src/client/fifo.js";
import { HostCycle } from "../../dist/src/client/host-cycle.js";
import { watchBatches } from "../../dist/src/client/watch-batches.js";

describe("parseConnectString", () => {
  it("reads hosts, ports, IPv6 and a chroot", () => {
    expect(parseConnectString("a, b:2182,[::1],[fe80::1]:2183/x/y")).toEqual({
      hosts: [
        { host: "a", port: 2181 },
        { host: "b", port: 2182 },
        { host: "::1", port: 2181 },
        { host: "fe80::1", port: 2183 },
      ],
      chroot: "/x/y",
    });
    expect(parseConnectString("a/").chroot).toBe("");
  });

  it.each(["", "a,,b", "a:0", "a:65536", "a:x", "::1", "[::1", "a/b/", "a//b", "a/../b"])(
    "refuses %j and names the part",
    (text) => {
      expect(() => parseConnectString(text)).toThrow(
        /^connect string ".*": ".*" is not (a path|host:port)$/,
      );
    },
  );

  it("reads what hostText writes", () => {
    const host = fc.constantFrom("a", "zk.example.org", "10.0.0.1", "::1", "fe80::1");
    const address = fc.record({ host, port: fc.integer({ min: 1, max: 65_535 }) });
    fc.assert(
      fc.property(fc.array(address, { minLength: 1 }), (hosts) => {
        expect(parseConnectString(hosts.map(hostText).join(","))).toEqual({ hosts, chroot: "" });
      }),
    );
  });
});

describe("Fifo", () => {
  it("behaves as an array, whatever its length", () => {
    const lengths = fc.array(fc.integer({ min: -3_000, max: 3_000 }), { maxLength: 12 });
    fc.assert(
      fc.property(lengths, (steps) => {
        const fifo = new Fifo<{ n: number }>();
        const array: { n: number }[] = [];
        for (const step of steps) {
          for (let i = 0; i < step; i += 1) {
            const item = { n: i };
            fifo.push(item);
            array.push(item);
          }
          for (let i = 0; i > step; i -= 1) {
            if (fifo.shift() !== array.shift()) return false;
          }
          if (fifo.length !== array.length) return false;
        }
        return true;
      }),
      { numRuns: 50 },
    );
  });
});

describe("HostCycle", () => {
  const hosts = [1, 2, 3].map((port) => ({ host: "h", port }));

  it("tries each server once before it waits, and waits longer each round up to a second", () => {
    const cycle = new HostCycle(hosts, 1);
    const delays: number[] = [];
    const tried: number[] = [];
    for (let i = 0; i < 30; i += 1) {
      tried.push(cycle.next().port);
      delays.push(cycle.delay());
    }
    expect(tried.slice(0, 6)).toEqual([2, 3, 1, 2, 3, 1]);
    expect(delays.filter((delay) => delay > 0)).toHaveLength(10);
    expect(delays[2]).toBeGreaterThan(0);
    expect(delays[2]).toBeLessThanOrEqual(100);
    for (const delay of delays) expect(delay).toBeLessThanOrEqual(1_000);
    expect(delays[29]).toBeGreaterThanOrEqual(500);
    cycle.connected();
    cycle.next();
    expect(cycle.delay()).toBe(0);
  });
});

describe("watchBatches", () => {
  it("keeps every path once, in order, and no batch above the limit unless it holds one path", () => {
    const paths = fc.array(fc.string({ minLength: 1, maxLength: 20 }), { maxLength: 20 });
    const watches = fc.record({ dataWatches: paths, existWatches: paths, childWatches: paths });
    fc.assert(
      fc.property(watches, fc.integer({ min: 1, max: 60 }), (armed, limit) => {
        const batches = watchBatches(armed, limit);
        for (const kind of ["dataWatches", "existWatches", "childWatches"] as const) {
          expect(batches.flatMap((batch) => batch[kind])).toEqual(armed[kind]);
        }
        for (const batch of batches) {
          const all = Object.values(batch).flat() as string[];
          const chars = all.reduce((sum, path) => sum + path.length, 0);
          expect(all.length).toBeGreaterThan(0);
          expect(chars <= limit || all.length === 1).toBe(true);
        }
      }),
    );
  });
});
