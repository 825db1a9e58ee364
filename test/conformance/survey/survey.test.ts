import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import {
  checkRun,
  formatSurvey,
  missedBy,
  newSurvey,
  parseGate,
  SurveyBook,
  type JudgedRun,
} from "#conformance";
import { randomWalk } from "../../support/random-walk.js";
import { filesOf, written } from "../support.js";

const traces = fileURLToPath(new URL("../../../traces", import.meta.url));
const text = readFileSync(join(traces, "gate.json"), "utf8");
const gate = parseGate("gate.json", text);
const good = readdirSync(join(traces, "good"));

const books = new Map<string, SurveyBook>();
const all = new SurveyBook();
const runs: JudgedRun[] = [];

beforeAll(async () => {
  for (const name of good) {
    const survey = newSurvey();
    const verdict = await checkRun(join(traces, "good", name), { survey });
    const book = new SurveyBook();
    book.add(survey);
    all.add(survey);
    books.set(name, book);
    runs.push({ run: name, verdict, seconds: 0 });
  }
});

const isElection = (place: string) => place.startsWith("Election");

describe("what the committed runs show", () => {
  it("is every guard both ways and every antecedent, but for what gate.json leaves out", () => {
    expect(missedBy(gate, runs, all)).toEqual([]);
    expect(all.clauses.length).toBeGreaterThan(140);
    expect(all.antecedents.length).toBeGreaterThan(30);
  });

  it("a guard that the gate does not leave out is missed", () => {
    const { clauses, ...others } = JSON.parse(text) as {
      readonly clauses: { readonly except: Record<string, string> };
    };
    const { "Zab!FollowLeader: f # l": _reason, ...except } = clauses.except;
    const strict = parseGate("g", JSON.stringify({ ...others, clauses: { except } }));
    expect(missedBy(strict, runs, all)).toEqual([
      "Zab!FollowLeader: f # l was not seen both true and false",
    ]);
  });

  it("an exception for what was seen, or for nothing, is refused", () => {
    const idle = { "Zab!Fly: wings": "none", 'Zab!FollowLeader: role[f] = "LOOKING"': "none" };
    const lax = parseGate("g", JSON.stringify({ actions: {}, clauses: { except: idle } }));
    expect(missedBy(lax, runs, all)).toEqual(
      expect.arrayContaining([
        "Zab!Fly: wings is left out by the gate, and there is no such thing",
        'Zab!FollowLeader: role[f] = "LOOKING" is left out by the gate, and was seen: take it out there',
      ]),
    );
  });

  it("one run alone shows less", () => {
    const steady = books.get("steady-writes") as SurveyBook;
    const missed = missedBy(gate, [], steady);
    const words = "Zab!FollowerProcessTRUNC: Head(toLearner[f]).type = type was not seen both true";
    expect(missed).toContain(`${words} and false`);
    expect(formatSurvey(steady)).toMatch(/never true +Zab!FollowerProcessTRUNC: /);
  });

  it("a spec of which a run holds no line is missed like the other", async () => {
    const walk = filesOf(randomWalk({ seed: 3, steps: 60 }).texts());
    const book = new SurveyBook();
    const survey = newSurvey();
    expect(await checkRun(written(walk), { survey })).toMatchObject({ verdict: "conforms" });
    book.add(survey);
    const both = { clauses: { except: {} }, antecedents: { except: {} } };
    const missed = missedBy(parseGate("g", JSON.stringify({ actions: {}, ...both })), [], book);
    expect(missed).toContainEqual(
      expect.stringMatching(/^Election!StartElection: .* not seen both/),
    );
    const ofElections = all.antecedents.map(({ place }) => place).filter(isElection);
    const known = book.antecedents.map(({ place }) => place).filter(isElection);
    expect(known.length).toBeGreaterThan(0);
    expect(known).toEqual(ofElections);
    expect(book.antecedents.every(({ place, times }) => !isElection(place) || times === 0)).toBe(
      true,
    );
  });

  it("a run that was not looked at shows nothing", () => {
    expect(new SurveyBook().clauses).toEqual([]);
    const book = new SurveyBook();
    book.add(newSurvey());
    expect(book.antecedents).toEqual([]);
  });
});
