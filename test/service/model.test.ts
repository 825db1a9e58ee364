import { type SnapshotNode } from "#codec";
import { Service } from "#service";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { Desk, dump, type Pending, person, type Person } from "./support/desk.js";
import { type Deed, deed, Model } from "./support/model.js";

const people = [0, 1, 2].map((i) => person(`p${i}`, i + 1));

function prepare(desk: Desk, what: Deed): Pending {
  const who = people[what.who] as Person;
  switch (what.do) {
    case "create":
      return desk.prepareCreate(who, what.path, { flags: what.flags, opcode: what.opcode });
    case "delete":
      return desk.prepareDelete(who, what.path, what.version);
    case "set":
      return desk.prepareSet(who, what.path, Buffer.from("data"), what.version);
    case "close":
      return desk.prepareClose(who);
  }
}

/** Everything the model knows, read from the tree as clients read it. */
function compare(desk: Desk, model: Model): void {
  let ephemerals = 0;
  for (const [path, node] of model.nodes) {
    const stat = desk.stat(path);
    const children = model.childrenOf(path).map((child) => child.slice(child.lastIndexOf("/") + 1));
    const reserved = path === "/" ? ["zookeeper"] : [];
    expect(desk.children(path), path).toEqual([...children, ...reserved].sort());
    const count = children.length + reserved.length;
    expect(stat, path).toMatchObject({
      czxid: { counter: node.created },
      mzxid: { counter: node.modified },
      pzxid: { counter: node.childrenChanged },
      version: node.version,
      cversion: 2 * node.creations - count,
      numChildren: count,
      ephemeralOwnerLo: node.owner === null ? 0 : node.owner + 1,
    });
    if (node.owner !== null) ephemerals += 1;
  }
  expect(desk.service.nodeCount).toBe(model.nodes.size + 4);
  expect(desk.service.ephemeralsCount).toBe(ephemerals);
}

const deeds = fc.array(deed, { maxLength: 60 });

describe("prepare and apply", () => {
  test.prop([fc.array(deed, { maxLength: 100 }), fc.integer({ min: 0, max: 12 })], {
    numRuns: 400,
  })("do what the simplest tree does, with any number of writes on their way", (list, lag) => {
    const desk = new Desk(...people);
    const model = new Model();
    const pending: { what: Deed; one: Pending }[] = [];
    const applyDownTo = (left: number) => {
      for (const { what, one } of pending.splice(0, pending.length - left)) {
        const expected = model.do(what, one.zxid.counter);
        expect(desk.apply(one).err, JSON.stringify(what)).toBe(expected);
      }
    };
    for (const what of list) {
      pending.push({ what, one: prepare(desk, what) });
      if (pending.length > lag) applyDownTo(lag >> 1);
    }
    applyDownTo(0);
    expect(desk.preparer.outstanding).toBe(0);
    compare(desk, model);
  });

  test.prop([deeds], { numRuns: 200 })("leave the tree as it is when replayed", (list) => {
    const desk = new Desk(...people);
    for (const what of list) desk.apply(prepare(desk, what));
    const other = new Service({ onEvent: () => undefined });
    for (const { body, zxid } of desk.log) other.apply(body, zxid);
    expect(dump(other)).toEqual(dump(desk.service));
    const copy = new Service({ onEvent: () => undefined });
    copy.loadSnapshot(other.snapshotSource(), other.lastZxid);
    expect(dump(copy)).toEqual(dump(desk.service));
  });
});

/** The snapshot's nodes, read one at each of these moments while the deeds go on between them. */
function fuzzy(desk: Desk, list: readonly Deed[], pace: number): SnapshotNode[] {
  const nodes: SnapshotNode[] = [];
  const walk = desk.service.snapshotSource().nodes[Symbol.iterator]();
  const take = (count: number) => {
    for (let i = 0; i < count; i += 1) {
      const next = walk.next();
      if (next.done === true) return false;
      const { value } = next;
      nodes.push({ ...value, data: value.data === null ? null : Buffer.from(value.data) });
    }
    return true;
  };
  for (const [i, what] of list.entries()) {
    if (i % pace === 0) take(1);
    desk.apply(prepare(desk, what));
  }
  while (take(1));
  return nodes;
}

describe("a fuzzy snapshot", () => {
  test.prop([deeds, fc.array(deed, { maxLength: 40 }), fc.integer({ min: 1, max: 6 })], {
    numRuns: 500,
  })("and the log behind it give the tree", (before, during, pace) => {
    const desk = new Desk(...people);
    for (const what of before) desk.apply(prepare(desk, what));
    const { sessions, acls } = desk.service.snapshotSource();
    const named = desk.service.lastZxid;
    const position = desk.log.length;
    const nodes = fuzzy(desk, during, pace);
    const copy = new Service({ onEvent: () => undefined });
    expect(copy.loadSnapshot({ sessions, acls, nodes }, named)).toBeNull();
    for (const { body, zxid } of desk.log.slice(position)) copy.apply(body, zxid);
    expect(dump(copy)).toEqual(dump(desk.service));
  });
});
