import { describe, expect, it } from "vitest";
import fc from "fast-check";
import {
  decodeLine,
  electionParameters,
  encodeEvent,
  encodeHeader,
  parametersOf,
  zabParameters,
  type Carried,
  type TraceEvent,
  type TraceHeader,
  type TraceMessage,
} from "#codec";

const natural = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const positive = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const zxid = fc.tuple(natural, natural).map(([e, c]) => `${String(e)}:${String(c)}`);
const val = fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((n) => n.toString(16).padStart(8, "0"));
const role = fc.constantFrom("LOOKING", "LEADING", "FOLLOWING");
const type = <T extends string>(name: T) => fc.constant(name);

const message: fc.Arbitrary<TraceMessage> = fc.oneof(
  fc.record({
    type: fc.constantFrom("FOLLOWERINFO", "LEADERINFO", "NEWLEADER"),
    epoch: natural,
  }),
  fc.record({ type: type("ACKEPOCH"), counts: fc.boolean(), epoch: natural, zxid }),
  fc.record({ type: fc.constantFrom("DIFF", "UPTODATE") }),
  fc.record({ type: fc.constantFrom("TRUNC", "COMMIT", "ACK"), zxid }),
  fc.record({ type: type("SNAP"), last: zxid }),
  fc.record({ type: fc.constantFrom("PROPOSAL", "INFORM"), zxid, val }),
  fc.record({
    type: type("NOTIFICATION"),
    leader: positive,
    zxid,
    epoch: natural,
    round: natural,
    state: role,
  }),
) as fc.Arbitrary<TraceMessage>;

const connection = fc
  .tuple(fc.constantFrom("", "e:"), positive, positive, natural, natural)
  .map(
    ([kind, a, b, port, use]) => `${kind}${String(a)}-${String(b)}#${String(port)}@${String(use)}`,
  );

const carried: fc.Arbitrary<Carried> = fc.record({ c: connection, n: positive, m: message });

const disk = fc.oneof(
  fc.record({ op: type("append"), zxid }),
  fc.record({ op: type("replace"), len: natural, last: zxid }),
  fc.record({ op: fc.constantFrom("acceptedEpoch", "currentEpoch"), epoch: natural }),
);

const post = fc.record(
  {
    role,
    phase: fc.constantFrom("election", "discovery", "sync", "newleader", "broadcast"),
    acceptedEpoch: natural,
    currentEpoch: natural,
    committed: natural,
    memLen: natural,
    memLast: zxid,
    durLen: natural,
    durLast: zxid,
    proposedEpoch: natural,
    queueLen: natural,
  },
  { requiredKeys: [] },
);

const elected = fc.record(
  { role, round: natural, leader: natural, finalizing: fc.boolean() },
  { requiredKeys: [] },
);

const names: readonly (readonly ["Zab" | "Election", string])[] = [
  ...Object.keys(zabParameters).map((a) => ["Zab", a] as const),
  ...Object.keys(electionParameters).map((a) => ["Election", a] as const),
];

function eventOf([spec, a]: (typeof names)[number]): fc.Arbitrary<TraceEvent> {
  const value = { v: val, mode: fc.constantFrom("DIFF", "TRUNC", "SNAP") };
  const parameters = (parametersOf(spec, a) ?? []).map(
    (name) => [name, name === "v" || name === "mode" ? value[name] : positive] as const,
  );
  const connects = a === "FollowLeader" || a === "LeaderAcceptLearner";
  const always = {
    q: positive,
    a: fc.constant(a),
    p: fc.record(Object.fromEntries(parameters)),
    ...(spec === "Election" ? { spec: fc.constant("Election") } : {}),
    ...(connects ? { conn: fc.record({ c: connection }) } : {}),
    out: fc.array(carried, { maxLength: 4 }),
    disk: fc.array(disk, { maxLength: 3 }),
    post: spec === "Election" ? elected : post,
  };
  const requiredKeys = Object.keys(always) as (keyof typeof always)[];
  const any = fc.record({ ...always, in: carried, why: fc.string() }, { requiredKeys });
  return any as unknown as fc.Arbitrary<TraceEvent>;
}

const event = fc.constantFrom(...names).chain(eventOf);

const header: TraceHeader = {
  v: 1,
  kind: "zabkeeper-trace",
  server: 2,
  incarnation: 3,
  servers: [1, 2, 3],
  voters: [1, 2],
  spec: { Zab: 'a "quoted" digest', Election: "77c0" },
  base: {
    len: 121,
    last: "4:18",
    acceptedEpoch: 5,
    currentEpoch: 5,
    from: "4:16",
    log: [
      ["4:17", "9f3c11aa"],
      ["4:18", "00000000"],
    ],
  },
};

const proposal: TraceEvent = {
  q: 812,
  a: "FollowerProcessPROPOSAL",
  p: { f: 2 },
  in: { c: "1-2#40112@1", n: 42, m: { type: "PROPOSAL", zxid: "5:3", val: "c0ffee12" } },
  out: [],
  disk: [{ op: "append", zxid: "5:3" }],
  post: { memLen: 123, memLast: "5:3" },
};

describe("encodeEvent", () => {
  it("writes exactly what JSON has for the event, and one newline", () => {
    fc.assert(
      fc.property(event, (e) => {
        const text = encodeEvent(e);
        expect(text.endsWith("}\n")).toBe(true);
        expect(text.indexOf("\n")).toBe(text.length - 1);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(e)));
      }),
    );
  });

  it.each(names)("is undone by decodeLine, for every action: %s %s", (...name) => {
    fc.assert(
      fc.property(eventOf(name), (e) => {
        expect(decodeLine(encodeEvent(e))).toEqual({ ok: true, kind: "event", event: e });
      }),
      { numRuns: 30 },
    );
  });

  it("keeps the reason of an event that was dropped", () => {
    const e = { q: 1, a: null, p: {}, out: [], disk: [], post: {}, why: 'a "stale"\nmessage' };
    expect(decodeLine(encodeEvent(e))).toEqual({ ok: true, kind: "event", event: e });
  });
});

describe("encodeHeader", () => {
  it("is undone by decodeLine", () => {
    expect(decodeLine(encodeHeader(header))).toEqual({ ok: true, kind: "header", header });
  });
});

/** A copy with one value replaced, or removed, at a path. */
function edited(source: object, path: string, value: unknown): string {
  const copy = structuredClone(source) as Record<string, unknown>;
  const keys = path.split(".");
  const last = keys.pop() as string;
  const holder = keys.reduce<Record<string, unknown>>(
    (at, key) => at[key] as Record<string, unknown>,
    copy,
  );
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return JSON.stringify(copy);
}

/** Every field of a line by its path. */
function pathsOf(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const own = path === "" ? key : `${path}.${key}`;
    return [own, ...pathsOf(inner, own)];
  });
}

describe("decodeLine", () => {
  it.each([
    ["post.memlen", 1, "unknown key"],
    ["in.m.epoch", 1, "unknown key"],
    ["in.m.val", undefined, "missing key"],
    ["in.m.type", "PRAISE", "one of FOLLOWERINFO"],
    ["in.m.zxid", "5:03", "a zxid"],
    ["in.m.zxid", "5:2147483648", "a zxid"],
    ["in.m.val", "C0FFEE12", "8 hexadecimal digits"],
    ["in.c", "1-2#40112", "a connection"],
    ["in.n", 0, "from 1"],
    ["q", 1.5, "an integer"],
    ["q", 2 ** 31, "an integer"],
    ["a", "Restart", "an action of Zab.tla"],
    ["a", "constructor", "an action of Zab.tla"],
    ["a", 7, "an action's name or null is wanted"],
    ["a", null, "the reason why a is null"],
    ["p", { f: 2, l: 1 }, "an object of f alone is wanted"],
    ["p", {}, "an object of f alone is wanted"],
    ["p.f", "2", "an integer"],
    ["conn", { c: "1-2#40112@1" }, "no connection in a step that connects nobody is wanted"],
    ["disk.0.op", "delete", "one of append"],
    ["disk.0", 3, "an object is wanted"],
    ["post.role", "OBSERVING", "one of LOOKING"],
    ["post.committed", -1, "an integer"],
    ["post", { round: 1 }, "no field but those of Zab.tla is wanted"],
    ["out", {}, "a list of messages is wanted"],
    ["disk", "append", "a list of disk operations is wanted"],
    ["post.finalizing", 1, "true or false is wanted"],
    ["why", {}, "a text is wanted"],
    ["spec", "Zab", "wanted"],
    ["extra", 1, "unknown key"],
  ])("refuses an event whose %s is %j, and names the field", (path, value, problem) => {
    const decoded = decodeLine(edited(proposal, path, value));
    const field = path === "a" && value === null ? "why" : path;
    expect(decoded).toMatchObject({ ok: false, field, torn: false });
    expect(!decoded.ok && decoded.problem).toContain(problem);
  });

  it("refuses an election's step with fields that Election.tla does not have", () => {
    const step = { q: 1, spec: "Election", a: "StartElection", p: { s: 1 }, out: [], disk: [] };
    const post = { role: "LOOKING", round: 1, leader: 1, finalizing: false };
    expect(decodeLine(JSON.stringify({ ...step, post })).ok).toBe(true);
    const line = JSON.stringify({ ...step, post: { ...post, memLen: 1 } });
    expect(decodeLine(line)).toMatchObject({ ok: false, field: "post" });
  });

  it("refuses effects of an event that enabled nothing", () => {
    const dropped = { q: 1, a: null, p: {}, out: [], disk: [], post: {}, why: "stale" };
    expect(decodeLine(JSON.stringify(dropped)).ok).toBe(true);
    const line = edited(dropped, "post", { queueLen: 1 });
    expect(decodeLine(line)).toMatchObject({ ok: false, field: "post" });
  });

  it.each([
    ["v", 2, "v"],
    ["server", 4, "server"],
    ["servers", [2, 1], "servers"],
    ["voters", [1, 9], "voters"],
    ["spec", { Election: "1" }, "spec.Zab"],
    ["spec", { Zab: "1", Election: 1 }, "spec.Election"],
    ["base.last", "4:19", "base.last"],
    ["base.len", 1, "base.len"],
    ["base.from", "0:0", "base.len"],
    ["base.log.0", ["4:17"], "base.log.0"],
    ["base.log.0.0", "4:16", "base.log.0.0"],
    ["base.log.0.0", "4:18", "base.log.1.0"],
    ["base.from", "5:1", "base.log.0.0"],
    ["base.digest", "aa", "base.digest"],
    ["incarnation", 0, "incarnation"],
  ])("refuses a header whose %s is %j, and names %s", (path, value, field) => {
    expect(decodeLine(edited(header, path, value))).toMatchObject({ ok: false, field });
  });

  it("says in words what is wanted, whatever stands in a field", () => {
    const said = new Set<string>();
    for (const line of [header, proposal]) {
      for (const path of pathsOf(line)) {
        for (const value of [7.5, "x", true, null, [0], { x: 0 }]) {
          const decoded = decodeLine(edited(line, path, value));
          if (!decoded.ok) said.add(decoded.problem);
        }
      }
    }
    expect(said.size).toBeGreaterThan(15);
    for (const problem of said)
      expect(problem).not.toMatch(/\b(string|boolean|number|Readonly|Array)/);
  });

  it("tells a line that was cut short from one that is no JSON", () => {
    const whole = encodeEvent(proposal).trimEnd();
    for (let length = 1; length < whole.length; length += 1) {
      expect(decodeLine(whole.slice(0, length))).toMatchObject({ ok: false, torn: true });
    }
    expect(decodeLine(`${whole}}`)).toMatchObject({ ok: false, torn: false, field: "" });
    expect(decodeLine("GET / HTTP/1.1")).toMatchObject({ ok: false, torn: false });
    expect(decodeLine("[]")).toMatchObject({ ok: false, torn: false });
    expect(decodeLine("7")).toMatchObject({ ok: false, torn: false });
  });

  it("refuses a line that is nested too deeply, and says where", () => {
    const nested = (depth: number) => `${"[".repeat(depth)}"]]]\\""${"]".repeat(depth)}`;
    expect(decodeLine(nested(64))).toMatchObject({ ok: false, at: null });
    expect(decodeLine(nested(65))).toMatchObject({ ok: false, field: "", torn: false, at: 64 });
    const line = edited(proposal, "post", "x").replace('"x"', nested(100_000));
    expect(decodeLine(line)).toMatchObject({ ok: false, at: line.indexOf("[[[[") + 63 });
  });

  it.each([
    ['{"a":1,"b":[{"a":1},{"a":2}],"a":3}', 29, "a"],
    ['{"b":[1,{"a":"{,[\\""},{"a":2,"c":[],"a":2}]}', 36, "b.2.a"],
    ['{"kind":"x","\\u006bind":"x"}', 12, "kind"],
    ['{"__proto__":1,"__proto__":1}', 15, "__proto__"],
  ])("refuses a key that %s has twice", (line, at, field) => {
    expect(decodeLine(line)).toMatchObject({ ok: false, found: "there twice", field, at });
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => !!decodeLine(text)));
  });
});
