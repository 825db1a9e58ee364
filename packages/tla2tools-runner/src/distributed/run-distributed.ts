// Promise: every process and folder that a distributed run began is gone when it is over.
import { mkdir, readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { cfgChecksDeadlock } from "../cfg-properties.js";
import { RunnerError } from "../errors.js";
import { runTlc } from "../run-tlc.js";
import { withTempDir } from "../temp-dir.js";
import { tlcJvmFlags } from "../tlc-options.js";
import { tlcReport } from "../tlc-report.js";
import type { TlcResult } from "../tlc-result.js";
import { expectFile, runTool } from "../tool.js";
import { resolveTools, type Tools } from "../tools.js";
import { refuseLiveness } from "./liveness.js";
import {
  DEFAULT_SSH,
  isLocal,
  type DistributedOptions,
  type DistributedResult,
} from "./options.js";
import { claimPort } from "./port.js";
import { ATTEMPTS, fellOverItself, showsBehaviour } from "./race.js";
import { runWorker } from "./worker.js";

const MAIN_CLASS = "tlc2.tool.distributed.TLCServer";
const READY = /^@!@!@STARTMSG 7000:/;
const COMPLETED = /^@!@!@STARTMSG 2193:/;
const BEHAVIOUR = /^@!@!@STARTMSG 2121:/;
/** TLC's distributed mode prints nothing of its own that anyone would keep. */
const MAX_PRINTED = 0;

/**
 * Runs TLC's distributed mode: one server here, workers on hosts.
 *
 * A violation comes without the property's name, and with a behaviour that does not begin at the
 * beginning. So the model is run again in one process, which says both.
 *
 * @throws RunnerError when the run cannot begin, or no worker is left.
 */
export async function runDistributed(options: DistributedOptions): Promise<DistributedResult> {
  if (options.hosts.length === 0) {
    throw new RunnerError("bad-option", "option hosts is empty: name a host, such as 127.0.0.1");
  }
  const config = resolve(options.config ?? options.module.replace(/\.tla$/, ".cfg"));
  await expectFile(config, "the configuration");
  const cfg = await readFile(config, "utf8");
  const tools = options.tools ?? (await resolveTools());
  await refuseLiveness({ ...options, tools, onStart: undefined }, config, cfg);
  const { first, workersLost } = await serveUntilSaid({ ...options, config, tools }, cfg);
  if (!showsBehaviour(first)) return { ...first, rerun: false, workersLost };
  const again = await runTlc({ ...options, config, tools, workers: "auto" });
  return { ...again, rerun: true, workersLost };
}

/** Begins anew where TLC's server fell over itself, a few times. */
async function serveUntilSaid(options: DistributedOptions & Found, cfg: string) {
  for (let attempt = 1; ; attempt += 1) {
    const port = await claimPort(options.port);
    const workersLost: string[] = [];
    const first = await withTempDir(options.tempDir, (dir) =>
      serve({ ...options, port }, cfg, dir, workersLost),
    );
    if (attempt === ATTEMPTS || !fellOverItself(first)) return { first, workersLost };
  }
}

/** What was looked for before anything began. */
interface Found {
  readonly config: string;
  readonly tools: Tools;
}

type Service = DistributedOptions & Found & { readonly port: number };

/** Runs the server, and the workers from when it is ready until it ends. */
async function serve(
  options: Service,
  cfg: string,
  dir: string,
  lost: string[],
): Promise<TlcResult> {
  const { hosts, port, signal } = options;
  const address = options.address ?? (hosts.every(isLocal) ? "127.0.0.1" : hostname());
  const serverAbort = new AbortController();
  const workersAbort = new AbortController();
  const running = new Set<Promise<void>>();
  let fatal: RunnerError | null = null;
  let completed = false;
  let found = false;

  const giveUp = (error: RunnerError): void => {
    fatal ??= error;
    serverAbort.abort();
  };
  const watch = async (host: string, index: number): Promise<void> => {
    const place = join(dir, `worker${String(index + 1)}`);
    await mkdir(place);
    const { ssh = DEFAULT_SSH, tools, heap } = options;
    const end = await runWorker({
      ...{ host, server: address, port, ssh, tools, heap, dir: place },
      signal: workersAbort.signal,
      onReady: () => options.onWorkerReady?.(host),
    });
    if (found || end.dismissed || workersAbort.signal.aborted) return;
    lost.push(end.reason);
    const remedy = isLocal(host) ? "run it again" : `see that java runs there by ${ssh.join(" ")}`;
    if (!end.wasReady) giveUp(new RunnerError("no-worker", `${end.reason}: ${remedy}`));
    else if (lost.length < hosts.length) options.onWorkerLost?.(end.reason);
    else giveUp(new RunnerError("no-worker", `${end.reason}, and it was the last one: ${remedy}`));
  };
  const startWorkers = (): void => {
    for (const [index, host] of hosts.entries()) {
      const worker = watch(host, index).catch((error: unknown) => {
        giveUp(error instanceof RunnerError ? error : new RunnerError("no-worker", String(error)));
      });
      running.add(worker);
    }
  };

  const report = tlcReport(options, MAX_PRINTED);
  try {
    const exit = await runTool(
      { ...options, tempDir: dir, signal: anyOf(signal, serverAbort.signal) },
      {
        mainClass: MAIN_CLASS,
        arguments: (tempDir) => [
          ...["-tool", "-checkpoint", "0", "-metadir", join(tempDir, "states")],
          ...["-config", options.config],
          // TLC's server does not read CHECK_DEADLOCK.
          ...(cfgChecksDeadlock(cfg) ? [] : ["-deadlock"]),
        ],
        jvmFlags: [
          ...tlcJvmFlags(options),
          `-Djava.rmi.server.hostname=${address}`,
          `-Dtlc2.tool.distributed.TLCServer.port=${String(port)}`,
        ],
        onStdoutLine: (line) => {
          if (READY.test(line)) startWorkers();
          completed ||= COMPLETED.test(line);
          found ||= completed || BEHAVIOUR.test(line);
          report.stdout(line);
        },
        onStderrLine: report.stderr,
      },
    );
    if (fatal !== null) throw fatal as RunnerError;
    return withVerdict(report.finish(exit, cfg), completed);
  } finally {
    workersAbort.abort();
    await Promise.all(running);
  }
}

/** The server's exit code is 0 whatever it found; only its message says that nothing was wrong. */
function withVerdict(result: TlcResult, completed: boolean): TlcResult {
  if (result.verdict !== "ok" || completed) return result;
  return { ...result, verdict: "failed", message: "TLC's server ended without a verdict" };
}

function anyOf(one: AbortSignal | undefined, other: AbortSignal): AbortSignal {
  return one === undefined ? other : AbortSignal.any([one, other]);
}
