import { createHash } from "node:crypto";
import { cpSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  checkRun,
  checkRunTwice,
  exitCodeOf,
  formatVerdict,
  verdictJson,
  type Verdict,
} from "#conformance";
import { dice } from "../support/recorded-ensemble.js";
import { randomWalk, walkOn } from "../support/random-walk.js";
import {
  edited,
  filesOf,
  find,
  spliced,
  temporaryFolder,
  withoutLine,
  written,
  type Files,
} from "./support.js";

const SLOW = 240_000;

/** A line to be damaged, of whatever shape. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- damage needs no type
type Line = any;

const run = filesOf(randomWalk({ seed: 3, steps: 300 }).texts());

function judge(files: Files, torn?: string): Promise<Verdict> {
  return checkRun(written(files, torn), { timeoutMs: SLOW });
}

/** A verdict reduced to what names the place: its kind, file:line, and what is said there. */
async function refusal(files: Files) {
  const verdict = await judge(files);
  const place =
    verdict.verdict === "violates"
      ? verdict.step.place
      : verdict.verdict === "cannot tell"
        ? verdict.place
        : null;
  const at = place === null ? "" : `${place.file.split("/").at(-1) ?? ""}:${String(place.line)}`;
  return { verdict: verdict.verdict, at, text: formatVerdict(verdict) };
}

describe("checkRun, on runs of the reducers", () => {
  it.each([
    [{ seed: 11, steps: 700 }],
    [{ seed: 12, steps: 700, servers: [1, 2, 3, 4], voters: [1, 2, 3], trouble: 3 }],
    [{ seed: 13, steps: 700, servers: [1, 2, 3, 5, 9], trouble: 4 }],
  ])("accepts %j, and says what it saw", async (walk) => {
    const verdict = await judge(filesOf(randomWalk(walk).texts()));
    expect(formatVerdict(verdict)).toMatch(/^conforms/);
    expect(exitCodeOf(verdict)).toBe(0);
    if (verdict.verdict !== "conforms") return;
    expect(verdict.committed).toBeGreaterThan(0);
    expect(verdict.established).toBeGreaterThan(0);
    const events = Object.values(verdict.summary.actions).reduce((a, b) => a + b, 0);
    const { steps, breaks, restarts } = verdict.summary;
    expect(events + breaks + restarts).toBe(steps);
    expect(restarts).toBeGreaterThan(0);
  });

  it("accepts a run that begins in used directories behind snapshots", async () => {
    const ensemble = randomWalk({ seed: 21, steps: 250, trouble: 0 });
    const known = new Set(ensemble.files.keys());
    for (const { id } of ensemble.servers) ensemble.snapshot(id);
    for (const { id } of ensemble.servers) ensemble.restart(id, 0);
    walkOn(ensemble, dice(22), 300, 1);
    const texts = new Map([...ensemble.texts()].filter(([name]) => !known.has(name)));
    const files = filesOf(texts);
    const headers = [...files.values()].map(([first]) => JSON.parse(first as string) as unknown);
    expect(headers).toContainEqual(
      expect.objectContaining({
        base: expect.objectContaining({ from: expect.not.stringMatching(/^0:0$/) as unknown }),
      }),
    );
    const verdict = await judge(files);
    expect(formatVerdict(verdict)).toMatch(/^conforms/);
    expect(verdict.verdict === "conforms" && verdict.established).toBeGreaterThan(0);
  });

  it("says so when nothing was established", async () => {
    const files = new Map([...run].map(([name, lines]) => [name, lines.slice(0, 2)] as const));
    const first = new Map([...files].filter(([name]) => name.endsWith(".1.ndjson")));
    const alone = new Map([...first].map(([name, lines]) => [name, lines.slice(0, 1)]));
    const began = find(run, ({ a }) => a === "BecomeLeading");
    const verdict = await judge(alone.set(began.name, first.get(began.name) ?? []));
    expect(formatVerdict(verdict)).toContain("nothing was established");
    expect(exitCodeOf(verdict)).toBe(0);
  });

  it("compares a promise that does not count without the epoch, which the wire cannot carry", async () => {
    const ensemble = randomWalk({ seed: 41, steps: 200, trouble: 0 });
    ensemble.restart(2, 0);
    walkOn(ensemble, dice(42), 100, 0);
    const rejoined = filesOf(ensemble.texts());
    const promise = (counts: boolean) =>
      find(rejoined, (e) => e.in?.m.type === "ACKEPOCH" && e.in.m.counts === counts);
    const unread = await refusal(edited(rejoined, promise(false), (l) => (l.in.m.epoch = 9)));
    expect(unread.verdict).toBe("conforms");
    const changed = await refusal(edited(rejoined, promise(true), (l) => (l.in.m.epoch = 9)));
    expect(changed).toMatchObject({ verdict: "violates", at: place(promise(true)) });
  });

  it("does not count a torn last line, and names it", async () => {
    const [name, lines] = [...run][0] as [string, string[]];
    const cut = spliced(run, name, (own) => own.push('{"q":99999,"a":"DiskCom'));
    const verdict = await judge(cut, name);
    expect(verdict.verdict).toBe("conforms");
    expect(formatVerdict(verdict)).toContain(`${name}:${String(lines.length + 1)} is cut short`);
  });

  it("says when the run was recorded for another spec", async () => {
    const spec = readFileSync(new URL("../../spec/Zab.tla", import.meta.url));
    const Zab = createHash("sha256").update(spec).digest("hex").slice(0, 16);
    const same = [...run.keys()].reduce(
      (files, name) => edited(files, { name, line: 1 }, (h) => (h.spec.Zab = Zab)),
      run,
    );
    expect(formatVerdict(await judge(same))).not.toContain("recorded for");
    const all = formatVerdict(await judge(run));
    expect(all).toMatch(/^note +recorded for the Zab\.tla of digest 0000/m);
    const [, odd, ...others] = [...run.keys()] as [string, string, ...string[]];
    const one = edited(same, { name: odd, line: 1 }, (h) => (h.spec.Zab = "ab12"));
    const folder = written(one);
    const strict = formatVerdict(await checkRun(folder, { allowOtherSpec: false }));
    const remedy = "--allow-other-spec takes it all the same";
    const said = `recorded for the Zab.tla of digest ab12, and that here has ${Zab}: ${remedy}`;
    expect(strict).toBe(`cannot tell  ${join(folder, odd)}: ${said}`);
    const two = edited(one, { name: String(others[0]), line: 1 }, (h) => (h.spec.Zab = "ab12"));
    expect(formatVerdict(await judge(two))).toContain(`${odd} and 1 more: recorded for the`);
  });

  it("changes no file", async () => {
    const folder = written(run);
    const digest = () =>
      readdirSync(folder).map((name) =>
        createHash("sha256")
          .update(name)
          .update(readFileSync(join(folder, name)))
          .digest("hex"),
      );
    const before = digest();
    await checkRun(folder, { timeoutMs: SLOW });
    expect(digest()).toEqual(before);
  });
});

const isDelivered = find(run, ({ a }) => a === "FollowerProcessCOMMIT");
const proposal = find(run, ({ a, disk }) => a === "FollowerProcessPROPOSAL" && disk.length > 0);
const request = find(run, ({ a, out }) => a === "LeaderProcessRequest" && out.length === 2);
const ack = find(run, ({ a }) => a === "LeaderProcessACK");
const place = ({ name, line }: { name: string; line: number }) => `${name}:${String(line)}`;

describe("checkRun, on damaged copies", () => {
  it.each([
    [
      "a commit mark one too high",
      isDelivered,
      "post.committed",
      (l: Line) => (l.post.committed += 1),
    ],
    ["a commit mark left out", isDelivered, "post.committed", (l: Line) => delete l.post.committed],
    ["a longer history", proposal, "post.memLen", (l: Line) => (l.post.memLen += 1)],
    ["another last zxid", proposal, "post.memLast", (l: Line) => (l.post.memLast = "1:999")],
    ["another phase", proposal, "post.phase", (l: Line) => (l.post.phase = "newleader")],
    ["another epoch", proposal, "post.currentEpoch", (l: Line) => (l.post.currentEpoch = 7)],
    ["a shorter queue", proposal, "post.queueLen", (l: Line) => (l.post.queueLen -= 1)],
    ["no disk operation", proposal, "disk", (l: Line) => (l.disk = [])],
    ["another disk operation", proposal, "disk", (l: Line) => (l.disk[0].zxid = "1:999")],
    ["a message not sent", request, "the line that sent message", null],
    ["another content received", proposal, "in.m", (l: Line) => (l.in.m.val = "deadbeef")],
    ["another connection", ack, "in.c", (l: Line) => (l.p.f = 6 - l.p.l - l.p.f)],
    ["another actor", proposal, "p.f", (l: Line) => (l.p.f = 9)],
    ["another content proposed", request, "out", (l: Line) => (l.p.v = "deadbeef")],
    ["an action renamed", ack, "does not allow", (l: Line) => (l.a = "LeaderIgnoreACK")],
    ["another action's message", proposal, "in.m.type", (l: Line) => (l.a = "FollowerProcessDIFF")],
  ])("refuses %s, at that line and for that reason", async (_, at, reason, change) => {
    const damaged = edited(run, at, change ?? ((l) => l.out.shift()));
    const found = await refusal(damaged);
    if (change === null) expect(found.verdict).toBe("cannot tell");
    else {
      expect(found.verdict).toBe("violates");
      expect(found.at).toBe(place(at));
    }
    expect(found.text).toContain(reason);
    expect(found.text.split("\n").length).toBeLessThanOrEqual(60);
  });

  it("refuses a step that is missing although the lines are numbered anew", async () => {
    const disk = find(
      run,
      ({ a, p, out }) => a === "DiskComplete" && p.s === 1 && out.length === 0,
    );
    const found = await refusal(withoutLine(run, disk.name, disk.line));
    expect(found.verdict).toBe("violates");
    const [name, line] = found.at.split(":") as [string, string];
    expect(name).toBe(disk.name);
    expect(Number(line)).toBeGreaterThanOrEqual(disk.line);
    expect(Number(line)).toBeLessThan(disk.line + 10);
  });

  it("refuses an acknowledgement that leaves before its disk operation", async () => {
    const later = find(run, ({ a, out }) => a === "DiskComplete" && out[0]?.m.type === "ACK");
    const sent = later.event.out[0];
    const [name, lines] = [later.name, run.get(later.name) ?? []];
    const queuing = lines.findIndex(
      (text) => text.includes('"op":"append"') || text.includes('"op":"currentEpoch"'),
    );
    let early = edited(run, later, (l) => (l.out = []));
    early = edited(early, { name, line: queuing + 1 }, (l) => l.out.push(sent));
    const found = await refusal(early);
    expect(found).toMatchObject({ verdict: "violates", at: `${name}:${String(queuing + 1)}` });
    expect(found.text).toContain("out on the connection of server");
  });

  it("refuses a header that does not follow from the life before it", async () => {
    const ensemble = randomWalk({ seed: 41, steps: 200, trouble: 0 });
    ensemble.restart(2, 0);
    const lives = filesOf(ensemble.texts());
    const at = { name: "2.2.ndjson", line: 1 };
    const where = { verdict: "violates", at: "2.2.ndjson:1" };
    expect(await refusal(lives)).toMatchObject({ verdict: "conforms" });
    const epoch = await refusal(edited(lives, at, (h) => (h.base.acceptedEpoch -= 1)));
    expect(epoch).toMatchObject(where);
    expect(epoch.text).toContain("post.acceptedEpoch: recorded 0, spec 1");
    // What is more than its lines tell may stand in lines that are missing.
    const more = await refusal(edited(lives, at, (h) => (h.base.acceptedEpoch += 1)));
    expect(more).toMatchObject({ verdict: "cannot tell" });
    const lost = await refusal(
      edited(lives, at, ({ base }) => {
        base.log.pop();
        base.len -= 1;
        base.last = base.log.at(-1)[0];
      }),
    );
    expect(lost).toMatchObject(where);
    const other = await refusal(edited(lives, at, ({ base }) => (base.log[0][1] = "deadbeef")));
    expect(other).toMatchObject(where);
    expect(other.text).toContain("base.log 1:1");
  });

  it("refuses two initial histories that contradict each other", async () => {
    const used = new Map(
      [...run].filter(([name]) => name.includes(".1.")).map(([name, [h]]) => [name, [h as string]]),
    );
    const withLog = (files: Files, name: string, val: string) =>
      edited(files, { name, line: 1 }, ({ base }) => {
        Object.assign(base, { len: 1, last: "1:1", log: [["1:1", val]] });
      });
    const [first, second] = [...used.keys()] as [string, string];
    const found = await refusal(withLog(withLog(used, first, "00000001"), second, "00000002"));
    expect(found).toMatchObject({ verdict: "violates", at: `${second}:1` });
  });
});

/** A copy of the spec with one passage replaced. */
function specWith(module: string, found: string, replaced: string): string {
  const copy = temporaryFolder("spec");
  cpSync(new URL("../../spec", import.meta.url), copy, { recursive: true });
  const file = join(copy, module);
  const text = readFileSync(file, "utf8");
  expect(text.split(found).length).toBe(2);
  writeFileSync(file, text.replace(found, replaced));
  return copy;
}

describe("checkRun, with another spec", () => {
  it("refuses a true run where the spec lacks a clause", async () => {
    const specDir = specWith("Zab.tla", "/\\ diskQueue[l] = <<>>\n", "/\\ diskQueue[l] # <<>>\n");
    const leads = find(run, ({ a }) => a === "BecomeLeading");
    const verdict = await checkRun(written(run), { specDir, timeoutMs: SLOW });
    expect(formatVerdict(verdict)).toContain(`${place(leads)} (q ${String(leads.event.q)})`);
    expect(verdict).toMatchObject({ verdict: "violates", reason: "not enabled" });
  });

  it("names a property that is false although every step is allowed", async () => {
    const specDir = specWith(
      "Properties.tla",
      "currentEpoch[s] <= acceptedEpoch[s]",
      "currentEpoch[s] < 1",
    );
    const verdict = await checkRun(written(run), { specDir, timeoutMs: SLOW });
    const first = find(run, ({ a, post }) => a === "DiskComplete" && post.currentEpoch === 1);
    expect(verdict).toMatchObject({
      verdict: "violates",
      reason: "property",
      properties: ["Z14 EpochOrder"],
      step: { place: { line: first.line }, action: "DiskComplete" },
    });
    expect(formatVerdict(verdict)).toContain("a defect of the spec");
  });

  it("cannot tell when the spec does not parse", async () => {
    const specDir = specWith("Zab.tla", "Nobody,         ", "Nobody == 0  ");
    const verdict = await checkRun(written(run), { specDir, timeoutMs: SLOW });
    expect(verdict).toMatchObject({ verdict: "cannot tell" });
    expect(formatVerdict(verdict)).toContain("parse-error");
  });
});

describe("checkRun, on a message that was refused", () => {
  const ensemble = randomWalk({ seed: 51, steps: 260, trouble: 0 });
  const waiting = ensemble.servers.find(({ own }) => (own?.toLearner.length ?? 0) > 0);
  const lines = filesOf(ensemble.texts());
  const name = `${String(waiting?.id)}.1.ndjson`;
  const refusing = (c: string) => {
    const n = waiting?.own?.toLearner[0]?.n;
    const sender = find(lines, ({ out }) => out.some((one) => one.c === c && one.n === n));
    const sent = sender.event.out.find((one) => one.c === c && one.n === n);
    return spliced(lines, name, (own) => {
      const dropped = { q: own.length, a: null, p: {}, in: sent, out: [], disk: [], post: {} };
      own.push(JSON.stringify({ ...dropped, why: "it fits no action" }));
    });
  };

  it("refuses to believe it where an action takes the message", async () => {
    const files = refusing(waiting?.own?.name ?? "");
    const found = await refusal(files);
    expect(found.at).toBe(`${name}:${String(files.get(name)?.length)}`);
    expect(found.text).toContain("an action takes this message");
  });

  it("believes it of a connection that its reader counts on no more", async () => {
    const files = refusing(waiting?.own?.name ?? "");
    const own = files.get(name) as string[];
    const last = own.pop() as string;
    const lost = { out: [], disk: [], post: { role: "LOOKING", phase: "election", committed: 0 } };
    const p = { f: waiting?.id };
    own.push(JSON.stringify({ q: own.length, a: "LearnerLoseLeader", p, ...lost }));
    own.push(JSON.stringify({ ...(JSON.parse(last) as object), q: own.length }));
    const found = await refusal(files);
    expect(found.text).toContain("1 event that enabled nothing");
    expect(found.verdict).toBe("conforms");
  });
});

describe("checkRun, on evidence that is not whole", () => {
  const missing = (line: number) => (lines: string[]) => lines.splice(line - 1, 1);

  it("cannot tell when a line is missing, and names it", async () => {
    const found = await refusal(spliced(run, proposal.name, missing(proposal.line)));
    expect(found).toMatchObject({ verdict: "cannot tell", at: place(proposal) });
    expect(found.text).toContain(`the line of event ${String(proposal.event.q)} is missing`);
  });

  it("cannot tell when a line is there twice", async () => {
    const twice = spliced(run, proposal.name, (lines) =>
      lines.splice(proposal.line, 0, lines[proposal.line - 1] as string),
    );
    const at = `${proposal.name}:${String(proposal.line + 1)}`;
    expect(await refusal(twice)).toMatchObject({ verdict: "cannot tell", at });
  });

  it("cannot tell when neighbours are swapped", async () => {
    const swapped = spliced(run, proposal.name, (lines) =>
      lines.splice(
        proposal.line - 1,
        2,
        ...lines.slice(proposal.line - 1, proposal.line + 1).reverse(),
      ),
    );
    expect(await refusal(swapped)).toMatchObject({ verdict: "cannot tell", at: place(proposal) });
  });

  it("cannot tell when the file of a sender ends too early", async () => {
    const found = await refusal(
      spliced(run, request.name, (lines) => lines.splice(request.line - 1)),
    );
    expect(found.verdict).toBe("cannot tell");
    expect(found.text).toContain(`a file of server ${request.name[0] ?? ""}`);
  });

  it("cannot tell when a file is missing", async () => {
    const leader = request.name;
    const found = await refusal(new Map([...run].filter(([name]) => name !== leader)));
    expect(found.verdict).toBe("cannot tell");
  });

  it("cannot tell when a life between two others is missing", async () => {
    const name = [...run.keys()].find((key) => key.includes(".2.")) as string;
    const later = name.replace(".2.", ".3.");
    const moved = new Map([...run].map(([key, lines]) => [key === name ? later : key, lines]));
    const found = await refusal(
      edited(moved, { name: later, line: 1 }, (h) => (h.incarnation = 3)),
    );
    expect(found).toMatchObject({ verdict: "cannot tell", at: `${later}:1` });
    expect(found.text).toContain(name);
  });

  it("calls a line in the middle that is cut short bad input: no killed server leaves that", async () => {
    const torn = spliced(run, proposal.name, (lines) => {
      lines[proposal.line - 1] = (lines[proposal.line - 1] as string).slice(0, 40);
    });
    const { verdict, text } = await refusal(torn);
    expect(verdict).toBe("bad input");
    expect(text).toMatch(new RegExp(`${place(proposal)}:\\d+: the line is `));
    expect(text).toContain("the line is cut short");
  });

  it("cannot tell by TLC without the tools it needs, and says which", async () => {
    const { second: verdict } = await checkRunTwice(written(run), { heap: "much" });
    expect(verdict).toMatchObject({ verdict: "cannot tell" });
    expect(formatVerdict(verdict)).toContain("heap");
  });
});

describe("checkRun, on bad input", () => {
  it.each([
    ["an unknown field", (l: Line) => (l.extra = 1), "extra"],
    ["a field of another type", (l: Line) => (l.post.memLen = "3"), "post.memLen"],
    ["an unknown action", (l: Line) => (l.a = "FollowerProcessPROPOSE"), "a"],
  ])("names file, line and field of %s", async (_, change, field) => {
    const verdict = await judge(edited(run, proposal, change));
    expect(verdict).toMatchObject({ verdict: "bad input", faults: [{ field }] });
    expect(formatVerdict(verdict)).toMatch(new RegExp(`${place(proposal)}:\\d+: ${field} is `));
    expect(exitCodeOf(verdict)).toBe(64);
    expect(JSON.parse(verdictJson(verdict))).toMatchObject({ exitCode: 64 });
  });

  it("names a folder without files, and one that is not there", async () => {
    expect(await checkRun(written(new Map()))).toMatchObject({ verdict: "bad input" });
    expect(await checkRun("/no/such/folder")).toMatchObject({ verdict: "bad input" });
    expect(await checkRun(["/no/such/file.ndjson"])).toMatchObject({ verdict: "bad input" });
  });

  it("names servers that do not agree about the ensemble", async () => {
    const name = [...run.keys()][1] as string;
    const verdict = await judge(edited(run, { name, line: 1 }, (h) => h.voters.pop()));
    expect(verdict).toMatchObject({ verdict: "bad input", faults: [{ field: "voters" }] });
  });
});
