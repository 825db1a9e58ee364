import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readSpec } from "./support/spec-text.js";

// What no linter knows. A rule takes a file's path and text and returns its complaints: the place,
// what is there, what to write instead.

type Rule = (path: string, text: string) => string[];

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string) => readFileSync(join(root, path), "utf8");
const MACHINE_WRITTEN = /\.ndjson$|(^|\/)package-lock\.json$|^LICENSE$/;

const tracked = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" })
  .split("\0")
  .filter((path) => path !== "" && existsSync(join(root, path)));
const written = tracked.filter((path) => !MACHINE_WRITTEN.test(path));
const documents = written.filter((path) => path.endsWith(".md"));
const tests = written.filter((path) => /(^|\/)test\/.*\.ts$/.test(path));

/** The complaints of a rule about these files. */
function complaints(rule: Rule, paths: readonly string[]): string[] {
  return paths.flatMap((path) => rule(path, read(path)));
}

/** One complaint for each match of `pattern` in a line. */
function perLine(path: string, text: string, pattern: RegExp, say: (found: string) => string) {
  return text
    .split("\n")
    .flatMap((line, k) =>
      [...line.matchAll(pattern)].map(([found]) => `${path}:${k + 1}: ${say(found)}`),
    );
}

/** A document's lines, those of code blocks left empty, so that places stay what they are. */
function prose(text: string): string {
  let open = false;
  const lines = text.split("\n").map((line) => {
    const fence = /^\s*(```|~~~)/.test(line);
    if (fence) open = !open;
    return fence || open ? "" : line;
  });
  return lines.join("\n");
}

const debts: Rule = (path, text) =>
  perLine(path, text, /\b(?:TO[D]O|FIX[M]E|XX[X])\b(?!\(#\d+\))/g, (found) => {
    return `${found} without an issue: write ${found}(#12) with the issue's number, or do it`;
  });

const runsEverything: Rule = (path, text) =>
  perLine(path, text, /\b(?:describe|it|test|suite)(?:\.\w+)*\.(?:only|skip|todo)\b/g, (found) => {
    const whole = found.slice(0, found.indexOf("."));
    return `${found}: write ${whole}, for what does not run says nothing; delete it if it is wrong`;
  });

const oneTitle: Rule = (path, text) => {
  const lines = prose(text).split("\n");
  const titles = lines.flatMap((line, k) => (line.startsWith("# ") ? [k] : []));
  const first = lines.findIndex((line) => line.trim() !== "");
  if (titles.length === 0) return [`${path}:1: no title: begin with one line "# …"`];
  if (titles[0] !== first) return [`${path}:${first + 1}: write the title "# …" above this`];
  return titles.slice(1).map((k) => `${path}:${k + 1}: a second title: write "## …"`);
};

/** The anchor that a heading gets on the web. */
function anchor(heading: string): string {
  const words = heading.replace(/^#+\s+/, "").replace(/[`*]/g, "");
  const kept = words.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, "");
  return kept.replaceAll(" ", "-");
}

const linksResolve: Rule = (path, text) => {
  const lines = prose(text).replace(/`[^`\n]*`/g, "");
  return perLine(path, lines, /\]\([^)\s]+\)/g, (found) => found.slice(2, -1)).flatMap((at) => {
    const [, place = "", target = ""] = /^(.*?:\d+): (.*)$/.exec(at) ?? [];
    if (/^[a-z]+:/.test(target)) return [];
    const [file = "", fragment] = target.split("#");
    const found = file === "" ? path : normalize(join(dirname(path), file));
    if (file !== "" && !existsSync(join(root, found))) {
      return [`${place}: ${target} is not there: link to a file, relative to ${dirname(path)}/`];
    }
    if (fragment === undefined || !found.endsWith(".md")) return [];
    const headings = prose(file === "" ? text : read(found)).match(/^#+ .*$/gm) ?? [];
    const anchors = headings.map(anchor);
    if (anchors.includes(fragment)) return [];
    return [`${place}: no heading #${fragment} in ${found}: write one of ${anchors.join(", ")}`];
  });
};

const scriptsExist: Rule = (path, text) => {
  const home = /^packages\/[^/]+\//.exec(path)?.[0] ?? "";
  const { scripts = {} } = JSON.parse(read(`${home}package.json`)) as {
    scripts?: Record<string, string>;
  };
  return perLine(path, text, /\bnpm (?:run [\w:-]+|start|test)\b/g, (found) => found)
    .filter((at) => {
      return !Object.hasOwn(scripts, at.split(" ").at(-1) ?? "");
    })
    .map(
      (at) =>
        `${at} is no script of ${home}package.json: name one of ${Object.keys(scripts).join(", ")}`,
    );
};

const commandFiles = tracked.filter((path) => /^src\/cli\/[^/]+\.ts$/.test(path));
const commands = commandFiles.flatMap((path) =>
  [...read(path).matchAll(/\.command\("(\w+)"\)/g)].map(([, name = ""]) => name),
);

const commandsExist: Rule = (path, text) =>
  perLine(path, text, /(?<=(?:^|`|npx )zabkeeper )[a-z]+/g, (found) => found)
    .filter((at) => !commands.includes(at.split(" ").at(-1) ?? ""))
    .map((at) => `${at} is no command: name one of ${commands.join(", ")}`);

const anywhere: Rule = (path, text) => [
  ...perLine(
    path,
    text,
    /(?<![\w.~$}/])\/(?:wor[k]|hom[e]|roo[t]|User[s]|tm[p])\/\w+/g,
    (found) => {
      return `${found} is a path of one machine: write a relative path, or use os.tmpdir()`;
    },
  ),
  ...perLine(
    path,
    text,
    /\b(?:registry\.\w+\.(?:org|com)|pypi\.org|pythonhosted\.org|repo\d?\.maven\.\w+)/g,
    (found) => `${found} is a registry's host: name the package, and leave the place to its client`,
  ),
];

const noDownloadAddress: Rule = (path, text) =>
  perLine(path, text, /"resolved": "https?:.*"/g, (found) => {
    return `${found}: delete the line: an install takes the registry that the user has set`;
  });

const modules = { Zab: readSpec("Channels", "Zab"), Election: readSpec("Election") };
const operatorNames = (module: string) =>
  Object.hasOwn(modules, module) ? modules[module as keyof typeof modules].definitions : null;

/** The file of an action: its name, its export and its line @spec agree. */
const oneAction: Rule = (path, text) => {
  const name = basename(path, ".ts");
  const module = path.includes("/election/") ? "Election" : "Zab";
  const complaint = (what: string) => [`${path}:1: ${what}`];
  if (!new RegExp(`^export (?:const|function) ${name}\\b`, "m").test(text)) {
    return complaint(`exports no ${name}: write "export const ${name}", or rename the file`);
  }
  const above = new RegExp(
    `@spec ${module}!${name}(?: [0-9a-f]{12})?\\n \\*/\\nexport (?:const|function) ${name}\\b`,
  );
  if (above.test(text)) return [];
  return complaint(`end the comment above ${name} with the line "@spec ${module}!${name}"`);
};

const specExists: Rule = (path, text) =>
  perLine(path, text, /@spec \S+/g, (found) => found).flatMap((at) => {
    const [place = "", address = ""] = at.split(" @spec ");
    const [module = "", name = ""] = address.split("!");
    if (operatorNames(module)?.has(name) === true) return [];
    const wanted = "write Zab! or Election! and an operator that this module defines";
    return [`${place} @spec ${address} is not in the spec: ${wanted}`];
  });

describe("the spec's names in the code", () => {
  const core = tracked.filter((path) => /^src\/state-machine\/.*\.ts$/.test(path));
  const actions = ["zab", "election"].flatMap((module) => {
    const registry = `src/state-machine/${module}/actions.ts`;
    const files = read(registry).matchAll(/ from "\.(\/.*)\.js";$/gm);
    return [...files].map(([, file]) => `${dirname(registry)}${file}.ts`);
  });

  it("are the file's, the export's and those of the line @spec", () => {
    expect(actions.length).toBeGreaterThan(30);
    expect(complaints(oneAction, actions)).toEqual([]);
  });

  it("exist in the module that @spec names", () => {
    expect(complaints(specExists, core)).toEqual([]);
  });
});

describe("tracked files", () => {
  it("owe nothing without an issue", () => {
    expect(complaints(debts, written)).toEqual([]);
  });

  it("know no single machine and no registry", () => {
    expect(complaints(anywhere, written)).toEqual([]);
    expect(complaints(noDownloadAddress, ["package-lock.json"])).toEqual([]);
  });

  it("leave no test out", () => {
    expect(tests.length).toBeGreaterThan(50);
    expect(complaints(runsEverything, tests)).toEqual([]);
  });
});

describe("documents", () => {
  it("have one title, at the top", () => {
    expect(documents).toContain("README.md");
    expect(complaints(oneTitle, documents)).toEqual([]);
  });

  it("link to what is there", () => {
    expect(complaints(linksResolve, documents)).toEqual([]);
  });

  it("name scripts and commands that exist", () => {
    expect(commands).toContain("server");
    expect(complaints(scriptsExist, documents)).toEqual([]);
    expect(complaints(commandsExist, documents)).toEqual([]);
  });
});

describe("the rules of tidiness", () => {
  const debt = "todo".toUpperCase();
  const [only, temporary] = ["only", "tmp"];
  const action = "src/state-machine/zab/disk/DiskComplete.ts";
  const complete = "/**\n * @spec Zab!DiskComplete\n */\nexport const DiskComplete = 1;\n";
  const cases: readonly [name: string, rule: Rule, path: string, good: string, bad: string][] = [
    ["a debt", debts, "a.ts", `// ${debt}(#7): x`, `// ${debt}: x`],
    ["a lonely test", runsEverything, "a.ts", "it('x')", `it.${only}('x')`],
    ["two titles", oneTitle, "a.md", "# A\n\n```\n# B\n```", "# A\n\n# B"],
    ["a late title", oneTitle, "a.md", "# A\n\nb", "b\n\n# A"],
    ["no title", oneTitle, "a.md", "# A", "## A"],
    ["a dead link", linksResolve, "README.md", "[x](spec/Zab.tla)", "[x](spec/None.tla)"],
    ["a dead anchor", linksResolve, "README.md", "# A b\n[x](#a-b)", "# A\n[x](#b)"],
    ["an unknown script", scriptsExist, "a.md", "`npm run build`", "`npm run biuld`"],
    ["an unknown command", commandsExist, "a.md", "npx zabkeeper server", "`zabkeeper sever`"],
    ["a machine's path", anywhere, "a.ts", "'./tmp/x'", `'/${temporary}/x'`],
    ["a registry", anywhere, "a.md", "watch-registry.js", `https://registry.${"npmjs.org"}/x`],
    ["an address", noDownloadAddress, "l", '"resolved": "a"', '"resolved": "https://a"'],
    ["a missing @spec", oneAction, action, complete, complete.replace("Zab!", "Zab ")],
    ["a renamed export", oneAction, action, complete, complete.replace("const Disk", "const Dsk")],
    ["a stale @spec", specExists, action, complete, complete.replace("Zab!Disk", "Zab!Dsk")],
  ];

  it.each(cases)("complain of %s once, and only of that", (_, rule, path, good, bad) => {
    expect(rule(path, good)).toEqual([]);
    expect(rule(path, bad)).toEqual([expect.stringMatching(/^\S+:\d+:? .+/)]);
  });
});
