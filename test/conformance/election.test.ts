import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkRun, checkRunTwice, formatVerdict, type Verdict } from "#conformance";
import type { TraceEvent } from "#codec";
import { electionWalk } from "../support/recorded-election.js";
import { randomWalk } from "../support/random-walk.js";
import { edited, filesOf, find, spliced, withoutLine, written, type Files } from "./support.js";

const SLOW = 240_000;

/** A line to be damaged, of whatever shape. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- damage needs no type
type Line = any;

const judge = (files: Files): Promise<Verdict> => checkRun(written(files), { timeoutMs: SLOW });

/** Where a verdict finds fault, by which spec, and its text. */
async function refusal(files: Files) {
  const verdict = await judge(files);
  const at =
    verdict.verdict === "violates"
      ? verdict.step.place
      : verdict.verdict === "cannot tell"
        ? verdict.place
        : null;
  const name = at === null ? "" : `${at.file.split("/").at(-1) ?? ""}:${String(at.line)}`;
  const spec = verdict.verdict === "violates" ? verdict.spec : null;
  return { verdict: verdict.verdict, at: name, spec, text: formatVerdict(verdict) };
}

const place = ({ name, line }: { name: string; line: number }) => `${name}:${String(line)}`;

/** What an ensemble recorded while its leader was killed. */
function recorded(run: string): Files {
  const folder = fileURLToPath(new URL(`../../traces/good/${run}`, import.meta.url));
  const names = readdirSync(folder).filter((name) => name.endsWith(".ndjson"));
  return filesOf(
    new Map(names.sort().map((name) => [name, readFileSync(join(folder, name), "utf8")])),
  );
}

/** A copy with one event put in behind a line, the others numbered anew. */
function inserted(files: Files, name: string, behind: number, event: object): Files {
  return spliced(files, name, (lines) => {
    lines.splice(behind, 0, JSON.stringify({ ...event, q: behind }));
    for (let k = behind + 1; k < lines.length; k += 1) {
      lines[k] = JSON.stringify({ ...(JSON.parse(lines[k] as string) as object), q: k });
    }
  });
}

/** A copy whose first lines are changed. */
const withHeaders = (files: Files, change: (header: Line) => void): Files =>
  [...files.keys()].reduce((copy, name) => edited(copy, { name, line: 1 }, change), files);

/** A copy in which nobody recorded an election. */
function withoutElections(files: Files): Files {
  const kept = (lines: readonly string[]) =>
    lines
      .filter((line) => !line.includes('"spec":"Election"'))
      .map((line, q) => (q === 0 ? line : JSON.stringify({ ...JSON.parse(line), q })));
  return new Map([...files].map(([name, lines]) => [name, kept(lines)]));
}

const elected = (event: TraceEvent, a: string) => event.spec === "Election" && event.a === a;

describe("checkRun, on elections of the reducers", () => {
  it.each([
    [1, [0, 0, 0]],
    [2, [3, 1, 2]],
    [3, [2, 2, 0, 1, 2]],
  ])("accepts random run %i of voters with histories %j", async (seed, lengths) => {
    const verdict = await judge(filesOf(electionWalk(seed, lengths, 900).texts()));
    expect(formatVerdict(verdict)).toMatch(/^conforms/);
    if (verdict.verdict !== "conforms") return;
    const { electionActions, electionJudged } = verdict.summary;
    expect(verdict.decisions).toBeGreaterThan(3);
    expect(electionJudged).toBeGreaterThan(200);
    expect(Object.keys(electionActions)).toEqual([
      "AnswerLooking",
      "FinalizeTimeout",
      "LeaveInstance",
      "NotificationTimeout",
      "ReceiveLooking",
      "ReceiveOlder",
      "ReceiveSettled",
      "ReceiveSwallowed",
      "RepeatLast",
      "StartElection",
    ]);
  });
});

const run = recorded("leader-killed");
const starts = find(run, (e) => elected(e, "StartElection"));
const counts = find(run, (e) => elected(e, "ReceiveLooking") && e.post.finalizing === true);
const adopts = find(run, (e) => elected(e, "ReceiveLooking") && e.out.length > 0);
const final = find(run, (e) => elected(e, "FinalizeTimeout") && e.post.role === "LEADING");
const swears = find(run, ({ a }) => a === "BecomeLeading");
const leaves = find(run, (e) => elected(e, "LeaveInstance"));
const answers = find(run, (e) => elected(e, "AnswerLooking") && e.out.length > 0);
const repeats = find(run, (e) => elected(e, "RepeatLast"));

describe("checkRun, on damaged elections of a real ensemble", () => {
  it("accepts the run as it was recorded, and says how much of it was judged", async () => {
    const verdict = await judge(run);
    expect(formatVerdict(verdict)).toMatch(/^conforms .* votes decided$/m);
    expect(formatVerdict(verdict)).toMatch(/^note +\d+ election events judged$/m);
  });

  it.each([
    ["a vote that was changed", counts, "post.leader", (l: Line) => (l.post.leader = 7)],
    ["a round that is one too high", starts, "post.round", (l: Line) => (l.post.round += 1)],
    ["a round left out", starts, "post.round", (l: Line) => delete l.post.round],
    ["a quorum not noticed", counts, "post.finalizing", (l: Line) => delete l.post.finalizing],
    ["another role decided", final, "post.role", (l: Line) => (l.post.role = "FOLLOWING")],
    [
      "another vote sent",
      adopts,
      "out to server",
      (l: Line) => (l.out[0].m.leader = (l.out[0].m.leader % 3) + 1),
    ],
    ["another vote received", counts, "in.m", (l: Line) => (l.in.m.epoch += 1)],
    ["another vote repeated", repeats, "out to server", (l: Line) => (l.out[0].m.round += 1)],
    ["an answer of another epoch", answers, "out to server", (l: Line) => (l.out[0].m.epoch += 1)],
    ["a notification read twice", counts, "in.n", null],
    ["an action renamed", counts, "Election.tla does not", (l: Line) => (l.a = "ReceiveSettled")],
    ["another sender", counts, "recorded e:", (l: Line) => (l.p.f = 6 - l.p.s - l.p.f)],
    ["a server as its own peer", counts, "p.f", (l: Line) => (l.p.f = l.p.s)],
    [
      "a disk operation",
      counts,
      "disk",
      (l: Line) => l.disk.push({ op: "currentEpoch", epoch: 9 }),
    ],
  ])("refuses %s, at that line and for that reason", async (_, at, reason, change) => {
    const twice = { ...at.event, post: {}, out: [] };
    const damaged =
      change === null ? inserted(run, at.name, at.line, twice) : edited(run, at, change);
    const found = await refusal(damaged);
    const line = change === null ? at.line + 1 : at.line;
    expect(found, found.text).toMatchObject({ verdict: "violates", spec: "Election" });
    expect(found.at).toBe(place({ ...at, line }));
    expect(found.text).toContain(reason);
  });

  it("refuses a decision without a quorum, and names what was possible", async () => {
    const { name, line, event } = starts;
    const { s } = event.p;
    const post = { role: "LEADING" };
    const alone = { spec: "Election", a: "FinalizeTimeout", p: { s }, out: [], disk: [], post };
    const found = await refusal(inserted(run, name, line, alone));
    expect(found).toMatchObject({ verdict: "violates", at: place({ name, line: line + 1 }) });
    expect(found.text).toContain("Election.tla does not allow this action here");
    expect(found.text).toContain("finalizing = FALSE");
    expect(found.text).toMatch(/^enabled .*NotificationTimeout/m);
  });

  it("refuses an answer that was invented", async () => {
    const { name, line, event } = final;
    const c = find(run, (e) => e.out.some((one) => one.c.startsWith(`e:${String(event.p.s)}-`)));
    const to = c.event.out[0]?.m;
    const found = await refusal(
      edited(run, { name, line }, (l) => {
        const peer = 1 + (Number(l.p.s) % 3);
        l.out.push({ c: `e:${String(l.p.s)}-${String(peer)}#9@1`, n: 1, m: to });
      }),
    );
    expect(found).toMatchObject({ verdict: "violates", at: place(final), spec: "Election" });
    expect(found.text).toMatch(/out to server \d: recorded NOTIFICATION.*, spec nothing/);
  });

  it("refuses a role that was not decided", async () => {
    const found = await refusal(withoutLine(run, final.name, final.line));
    const at = place({ ...swears, line: swears.line - 1 });
    expect(found).toMatchObject({ verdict: "violates", at, spec: "Election" });
    expect(found.text).toContain("the leader that was decided: recorded LEADING");
  });

  it("refuses a vote that is left while its role goes on", async () => {
    const lost = find(run, ({ a }) => a === "LearnerLoseLeader");
    expect(lost).toMatchObject({ name: leaves.name });
    const found = await refusal(withoutLine(run, lost.name, lost.line));
    const at = place({ ...leaves, line: leaves.line - 1 });
    expect(found).toMatchObject({ verdict: "violates", at, spec: "Election" });
    expect(found.text).toContain("role in Zab.tla: recorded FOLLOWING, spec LOOKING");
    expect(found.text).toMatch(/^(note)? +Zab.tla is violated, too: /m);
  });

  it("refuses an election that begins although the decision before it was not left", async () => {
    const found = await refusal(withoutLine(run, leaves.name, leaves.line));
    expect(found).toMatchObject({ verdict: "violates", spec: "Election" });
    const [name, line] = found.at.split(":") as [string, string];
    expect(name).toBe(leaves.name);
    expect(Number(line)).toBeGreaterThanOrEqual(leaves.line);
  });

  it("refuses votes that were cast with another history than the disk held", async () => {
    const walk = filesOf(electionWalk(2, [3, 1, 2], 300).texts());
    const told = find(
      walk,
      (e) =>
        e.out.some((one) => one.m.type === "NOTIFICATION" && one.m.leader === 1) && e.p.s === 1,
    );
    const raised = await refusal(
      [...walk.keys()]
        .filter((name) => name.startsWith("1."))
        .reduce(
          (files, name) =>
            edited(files, { name, line: 1 }, ({ base }) =>
              Object.assign(base, { acceptedEpoch: 2, currentEpoch: 2 }),
            ),
          walk,
        ),
    );
    expect(raised).toMatchObject({ verdict: "violates", at: place(told), spec: "Election" });
  });

  it("cannot tell when the line that sent a notification is missing", async () => {
    const gone = spliced(run, counts.name, (lines) => lines);
    const sender = `${String(counts.event.p.f)}.1.ndjson`;
    gone.set(sender, (gone.get(sender) as string[]).slice(0, 1));
    const found = await refusal(gone);
    expect(found.verdict).toBe("cannot tell");
  });
});

describe("checkRun, on elections that it cannot judge", () => {
  it("judges the voters and says so of an observer", async () => {
    const verdict = await judge(recorded("observer"));
    expect(formatVerdict(verdict)).toMatch(/^conforms/);
    expect(formatVerdict(verdict)).toContain("without a vote: whom it follows is taken as given");
    expect(verdict.verdict === "conforms" && verdict.decisions).toBeGreaterThan(0);
  });

  it.each(["good/leader-killed", "good/observer", "bad/contested-elections-vote-changed"])(
    "cannot tell, by both judges, when the elections of %s were taken out",
    async (name) => {
      const stripped = withoutElections(recorded(`../${name}`));
      const { first, second, agreement } = await checkRunTwice(written(stripped));
      const role = new Set(["BecomeLeading", "FollowLeader"]);
      expect(agreement).toEqual({ agree: true });
      for (const verdict of [first, second]) {
        expect(verdict).toMatchObject({ verdict: "cannot tell" });
        if (verdict.verdict !== "cannot tell") continue;
        expect(verdict.reason).toMatch(
          /^the election before this \w+ is missing: the headers name/,
        );
        const { file = "", line = 1 } = verdict.place ?? {};
        const text = stripped.get(file.split("/").at(-1) ?? "")?.[line - 1] ?? "{}";
        expect(role).toContain((JSON.parse(text) as TraceEvent).a);
      }
    },
  );

  it("demands the digest of Election.tla where elections were recorded", async () => {
    const unnamed = withHeaders(run, ({ spec }) => delete spec.Election);
    const verdict = await checkRun(written(unnamed), { allowOtherSpec: false });
    expect(formatVerdict(verdict)).toMatch(/^cannot tell .*Election\.tla that no header names/);
    expect(formatVerdict(await judge(unnamed))).toContain("Election.tla that no header names");
  });

  it("refuses headers of which some name an Election.tla", async () => {
    const some = edited(run, { name: "2.1.ndjson", line: 1 }, ({ spec }) => delete spec.Election);
    expect(formatVerdict(await judge(some))).toMatch(
      /Election\.tla is not named here, but named in/,
    );
  });

  it("cannot tell of a run in which no file has an event, and can where one has", async () => {
    const headers = new Map([...run].map(([name, lines]) => [name, lines.slice(0, 1)]));
    for (const name of headers.keys()) if (!name.includes(".1.")) headers.delete(name);
    const found = await refusal(headers);
    expect(found).toMatchObject({ verdict: "cannot tell", at: "1.1.ndjson:1" });
    expect(found.text).toContain("no event was recorded");
    const one = new Map(headers).set("1.1.ndjson", (run.get("1.1.ndjson") ?? []).slice(0, 2));
    expect(await refusal(one)).toMatchObject({ verdict: "conforms" });
  });

  it("says so when no election was recorded", async () => {
    const verdict = await judge(filesOf(randomWalk({ seed: 3, steps: 60 }).texts()));
    expect(formatVerdict(verdict)).toMatch(/^conforms/);
    expect(formatVerdict(verdict)).toContain("no voter recorded an election");
  });
});
