/** Whole lines are not where they were, or not there. */
import type { Kind } from "../damage.js";
import { eventsOf, withLines, type OpenAt } from "../open-line.js";
import type { Random } from "../../random.js";
import { serverOf, type LineAt, type RunText } from "../run-text.js";

const linesOf = (run: RunText, file: string): string[] => [...(run.get(file) as readonly string[])];

function anyEvent(run: RunText, random: Random): OpenAt | undefined {
  return random.pick(eventsOf(run));
}

/** From this line on, in the same server's files: an absence shows where it is missed first. */
function onward(run: RunText, { file, line }: LineAt): LineAt[] {
  const later = [...run.keys()].filter(
    (name) => serverOf(name) === serverOf(file) && incarnationOf(name) >= incarnationOf(file),
  );
  return later.flatMap((name) =>
    (run.get(name) as readonly string[]).flatMap((_, k) =>
      name !== file || k + 1 >= line ? [{ file: name, line: k + 1 }] : [],
    ),
  );
}

/** The lines at the other ends of what an event sent and read: its absence may show there first. */
function partners(run: RunText, { file, event }: OpenAt): LineAt[] {
  const sent = new Set(event.out.map(({ c, n }) => `${c} ${String(n)}`));
  const read = event.in === undefined ? "" : `${event.in.c} ${String(event.in.n)}`;
  return eventsOf(run).filter((other) => {
    if (serverOf(other.file) === serverOf(file)) return false;
    const { in: carried, out } = other.event;
    if (carried !== undefined && sent.has(`${carried.c} ${String(carried.n)}`)) return true;
    return out.some(({ c, n }) => `${c} ${String(n)}` === read);
  });
}

const incarnationOf = (file: string): number => Number(file.split(".")[1]);

function withoutLine(name: string, renumber: boolean, wanted: Kind["wanted"]): Kind {
  return {
    name,
    wanted,
    named: renumber ? "onward" : "field",
    make(run, random) {
      const at = anyEvent(run, random);
      if (at === undefined || at.line === run.get(at.file)?.length) return null;
      const lines = linesOf(run, at.file);
      lines.splice(at.line - 1, 1);
      const damaged = withLines(run, at.file, lines, { renumber });
      const places = renumber ? [...onward(damaged, at), ...partners(run, at)] : [at];
      const told = `${String(at.event.a)} is left out${renumber ? ", the rest numbered anew" : ""}`;
      return { run: damaged, at: places, names: [renumber ? "" : "missing"], told };
    },
  };
}

function twice(name: string, renumber: boolean, wanted: Kind["wanted"]): Kind {
  return {
    name,
    wanted,
    named: renumber ? "onward" : "field",
    make(run, random) {
      const at = anyEvent(run, random);
      if (at === undefined) return null;
      const lines = linesOf(run, at.file);
      lines.splice(at.line, 0, lines[at.line - 1] as string);
      const second = { file: at.file, line: at.line + 1 };
      const damaged = withLines(run, at.file, lines, { renumber });
      const told = `${String(at.event.a)} stands there twice`;
      const places = renumber ? onward(damaged, second) : [second];
      return { run: damaged, at: places, names: [renumber ? "" : "missing"], told };
    },
  };
}

const swapped: Kind = {
  name: "neighbours swapped",
  wanted: "refused",
  named: "onward",
  make(run, random) {
    const at = anyEvent(run, random);
    if (at === undefined || at.line === run.get(at.file)?.length) return null;
    const lines = linesOf(run, at.file);
    const [one, other] = [lines[at.line - 1], lines[at.line]] as [string, string];
    lines.splice(at.line - 1, 2, other, one);
    const damaged = withLines(run, at.file, lines, { renumber: true });
    const told = `${String(at.event.a)} changes places with the line behind it`;
    return { run: damaged, at: onward(damaged, at), names: [""], told };
  },
};

const moved: Kind = {
  name: "line moved to another server",
  wanted: "refused",
  named: "onward",
  make(run, random) {
    const at = anyEvent(run, random);
    if (at === undefined) return null;
    const others = [...run.keys()].filter((file) => serverOf(file) !== serverOf(at.file));
    const file = random.pick(others);
    if (file === undefined) return null;
    const from = linesOf(run, at.file);
    const [text] = from.splice(at.line - 1, 1);
    const to = linesOf(run, file);
    const line = 2 + random.below(to.length);
    to.splice(line - 1, 0, text as string);
    const damaged = withLines(withLines(run, at.file, from, { renumber: true }), file, to, {
      renumber: true,
    });
    const told = `${String(at.event.a)} moves to ${file}:${String(line)}`;
    const places = [{ file, line }, ...onward(damaged, at), ...partners(damaged, at)];
    return { run: damaged, at: places, names: [""], told };
  },
};

const crashHidden: Kind = {
  name: "crash hidden",
  wanted: "refused",
  named: "onward",
  make(run, random) {
    const second = random.pick([...run.keys()].filter((file) => incarnationOf(file) > 1));
    if (second === undefined) return null;
    const server = String(serverOf(second));
    const k = incarnationOf(second);
    const before = `${server}.${String(k - 1)}.ndjson`;
    const first = linesOf(run, before);
    const joined = [...first, ...linesOf(run, second).slice(1)];
    const damaged = new Map(withLines(run, before, joined, { renumber: true }));
    for (let i = k; damaged.has(`${server}.${String(i)}.ndjson`); i += 1) {
      const next = damaged.get(`${server}.${String(i + 1)}.ndjson`);
      damaged.delete(`${server}.${String(i)}.ndjson`);
      if (next === undefined) break;
      const [header, ...events] = next;
      const renamed = JSON.stringify({
        ...(JSON.parse(header as string) as object),
        incarnation: i,
      });
      damaged.set(`${server}.${String(i)}.ndjson`, [renamed, ...events]);
    }
    const told = `the header of ${second} is gone, its events follow those of ${before}`;
    const at = onward(damaged, { file: before, line: first.length + 1 });
    return { run: damaged, at, names: [""], told };
  },
};

const tailCut: Kind = {
  name: "end of a file cut off",
  wanted: "kept",
  named: "line",
  make(run, random) {
    const file = random.pick([...run.keys()].filter((name) => linesOf(run, name).length > 2));
    if (file === undefined) return null;
    const lines = linesOf(run, file);
    const left = 1 + random.below(lines.length - 1);
    const damaged = withLines(run, file, lines.slice(0, left), { renumber: false });
    return { run: damaged, at: [], names: [], told: `${file} ends behind line ${String(left)}` };
  },
};

const fileLost: Kind = {
  name: "file lost",
  wanted: "kept",
  named: "line",
  make(run, random) {
    const file = random.pick([...run.keys()]);
    if (file === undefined || run.size === 1) return null;
    const damaged = new Map(run);
    damaged.delete(file);
    return { run: damaged, at: [], names: [], told: `${file} is gone` };
  },
};

export const lineKinds: readonly Kind[] = [
  withoutLine("line left out, the rest numbered anew", true, "refused"),
  twice("line doubled, the rest numbered anew", true, "refused"),
  swapped,
  moved,
  crashHidden,
  withoutLine("line lost", false, "undecided"),
  twice("line doubled", false, "undecided"),
  tailCut,
  fileLost,
];
