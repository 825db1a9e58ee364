import type { Command } from "commander";
import { systemProblem } from "#conformance/command";
import { claim } from "./ensemble/claim.js";
import { Display } from "./ensemble/display.js";
import {
  counted,
  DEFAULT_SERVERS,
  findEarlier,
  layOut,
  LayoutError,
  type Layout,
} from "./ensemble/layout.js";
import { JudgeProcess, WAITING } from "./ensemble/judge-process.js";
import { LOOPBACK } from "./ensemble/ports.js";
import {
  makeRecordFolder,
  nextRun,
  NOT_RECORDED,
  recordProblem,
} from "./ensemble/record-folder.js";
import type { ServerProcess } from "./ensemble/server-process.js";
import { ServerSet } from "./ensemble/server-set.js";
import { askStatus, DOWN, STARTING } from "./ensemble/status.js";
import { complain } from "./complain.js";
import { EXIT, type SetExitCode } from "./exit-codes.js";
import { wholeNumber } from "./whole-number.js";

interface EnsembleOptions {
  readonly servers?: number;
  readonly observers?: number;
  readonly dir: string;
  readonly basePort?: number;
  readonly record?: string;
  readonly judge?: boolean;
  readonly restart?: boolean;
}

const POLL = 1_000;
const MAX_SERVERS = 15;

/** `zabkeeper ensemble` */
export function addEnsemble(program: Command, exit: SetExitCode): void {
  program
    .command("ensemble")
    .description("run several servers on this machine, on loopback, until Ctrl-C; their data stay")
    .option("--servers <n>", "servers that vote (default: 3)", wholeNumber(1, MAX_SERVERS))
    .option("--observers <n>", "servers that do not (default: 0)", wholeNumber(0, MAX_SERVERS))
    .option("--dir <dir>", "where their files are", "./ensemble-data")
    .option(
      "--base-port <port>",
      "client port of the first (default: as at the last start, or 2181)",
      wholeNumber(1, 60_000),
    )
    .option("--record <dir>", "record the run here, for zabkeeper check")
    .option("--judge", "judge the run against the spec while it is recorded (in <dir>/recorded/N)")
    .option("--restart", "start a server again that ends unasked, after 1 s to 30 s")
    .addHelpText(
      "after",
      "\nExit code: 0 after Ctrl-C or SIGTERM, or with --judge that of zabkeeper check; 1 when every" +
        "\nserver has ended, or none can be started, 64 bad usage.",
    )
    .action(async (options: EnsembleOptions) => exit(await runEnsemble(options)));
}

async function runEnsemble(options: EnsembleOptions) {
  const { servers, observers, dir, basePort, judge = false, restart = false } = options;
  let release: (() => Promise<void>) | null = null;
  let layout: Layout | null = null;
  try {
    const expecting = await expected(options);
    const alone = expecting.servers === 1;
    const named = options.record ?? null;
    const problem =
      (await recordProblem({ record: named, judge, ...expecting })) ??
      (named === null || alone ? null : await makeRecordFolder(named));
    if (problem !== null) {
      complain("ensemble", problem);
      return EXIT.usage;
    }
    const record = named ?? (judge ? await nextRun(dir) : null);
    release = await claim(dir);
    layout = await layOut({
      servers: servers ?? null,
      observers: observers ?? null,
      dir,
      basePort: basePort ?? null,
    });
    if (judge && record !== null) await makeRecordFolder(record);
    const display = new Display(process.stdout);
    display.say(...welcome(layout, alone && record !== null ? NOT_RECORDED : null));
    return await watchOver(layout, { record, judge, restart }, display);
  } catch (error) {
    const problem = error instanceof LayoutError ? error.message : systemProblem(error);
    if (problem === null) throw error;
    complain("ensemble", problem);
    return EXIT.failed;
  } finally {
    await layout?.release();
    await release?.();
  }
}

/** How many servers there will be, and whether they have run before. */
async function expected({ dir, servers = DEFAULT_SERVERS, observers = 0 }: EnsembleOptions) {
  const { length } = await findEarlier(dir);
  return { servers: length === 0 ? servers + observers : length, found: length > 0 };
}

/** How to connect, in the words of two clients. */
function welcome({ members, dir, found, notes }: Layout, note: string | null): string[] {
  const servers = members.map(({ clientPort }) => `${LOOPBACK}:${clientPort}`).join(",");
  return [
    `${counted(members.length, "server")}, data ${found ? "found again" : "new"} in ${dir}`,
    ...notes,
    `  npx zabkeeper cli -server ${servers}`,
    `  KazooClient(hosts="${servers}")`,
    "Ctrl-C stops them.",
    ...(note === null ? [] : [note]),
    "",
  ];
}

interface Watch {
  readonly record: string | null;
  readonly judge: boolean;
  readonly restart: boolean;
}

/** Runs the servers until someone asks to stop, or none is left. */
async function watchOver(layout: Layout, { record, judge, restart }: Watch, display: Display) {
  let set: ServerSet | null = null;
  let judging: JudgeProcess | null = null;
  let wake: () => void = () => undefined;
  let stopping = false;
  const stop = () => {
    if (stopping) {
      set?.kill();
      judging?.kill();
    }
    stopping = true;
    wake();
  };
  // Before anything is started that would be left behind.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, stop);
  judging = judge && record !== null ? new JudgeProcess(record) : null;
  if (judging !== null) display.say(`judging what is recorded in ${String(record)}`, "");
  void judging?.ended.then(() => {
    display.say(...(judging?.lines ?? []), "");
    wake();
  });
  const ended = (server: ServerProcess, again: number | null) => {
    if (!stopping) display.say(...obituary(server, again ?? record));
    wake();
  };
  const servers = (set = new ServerSet(layout.members, { record, restart, ended }));
  while (!stopping && servers.areAny) {
    const rows = await Promise.all(servers.servers.map(rowOf));
    if (!stopping) display.show(rows, judging?.line ?? null);
    if (stopping) break;
    // The timer holds the process: the last server may have ended while the rows were asked for,
    // and then nothing else does.
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      wake = resolve;
      timer = setTimeout(resolve, POLL);
    });
    clearTimeout(timer);
  }
  if (!stopping) display.say("every server has ended");
  await servers.stop();
  if (stopping && judging?.code === null) display.say(WAITING);
  await judging?.finish();
  if (stopping) display.say("stopped");
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, stop);
  if (!stopping) return EXIT.failed;
  return judging?.code ?? EXIT.ok;
}

/** One that has ended may have been started again by hand. */
async function rowOf({ member, end }: ServerProcess) {
  const status = await askStatus(member.clientPort);
  return { member, status: end !== null && status.mode === STARTING.mode ? DOWN : status };
}

/** How a server ended, and what comes next: it starts by itself in so many ms, or by hand. */
function obituary(server: ServerProcess, next: number | string | null): string[] {
  const { member, end, lastLines, logFile } = server;
  const lines = lastLines.map((line) => `  ${line}`);
  const recording = typeof next === "string" ? ` --record ${next}` : "";
  const remedy =
    typeof next === "number"
      ? `  it is started again in ${next / 1000} s`
      : `  to start it again: npx zabkeeper server ${member.configFile}${recording}`;
  const ended = `server ${member.server.id} has ended (${end}), its log is ${logFile}`;
  return [ended, ...lines, remedy, ""];
}
