import { collectEntries, type Entries, entry, fault, missing, warn } from "./entries.js";
import { readEnsemble, type Ensemble } from "./ensemble.js";
import { readWords } from "./four-letter-words.js";
import { MAX_INT, numberOf } from "./numbers.js";
import { parseProperties } from "./properties.js";
import type { ConfigContext, ParsedConfig, ServerConfig } from "./server-config.js";

/** Twenty ticks, the default longest session, must still be a Java int. */
const MAX_TICK = Math.floor(MAX_INT / 20);
/** The longest time a timer can wait, in hours. */
const MAX_PURGE_HOURS = 596;
const DEFAULT_JUTE_MAX_BUFFER = 0xfffff;
/** A record may be twice as long as its request, and a length is a Java int. */
const MAX_JUTE_MAX_BUFFER = 0x3fffffff;

/** The directories a zoo.cfg names, for whoever looks there before `parseConfig`. */
export function configDirectories(text: string): {
  readonly dataDir: string | null;
  readonly dataLogDir: string | null;
} {
  const entries = collectEntries("", parseProperties(text));
  const valueOf = (key: "dataDir" | "dataLogDir") => entry(entries, key)?.value || null;
  return { dataDir: valueOf("dataDir"), dataLogDir: valueOf("dataLogDir") };
}

/**
 * The meaning of a zoo.cfg, or everything that is wrong with it (ZooKeeper's
 * `QuorumPeerConfig`, which stops at the first fault).
 *
 * Defaults are ZooKeeper's, but for two: old snapshots are purged every hour,
 * and loopback may ask the harmless four-letter words.
 *
 * @param file name for faults and warnings
 */
export function parseConfig(text: string, file: string, context: ConfigContext): ParsedConfig {
  const entries = collectEntries(file, parseProperties(text));
  const directories = readDirectories(entries, context);
  const ticks = readTicks(entries);
  const ensemble = readEnsemble(entries, context);
  checkLimits(entries, ensemble);
  const config: ServerConfig = {
    ...ticks,
    ...directories,
    clientPort: ensemble.clientPort,
    clientAddress: ensemble.clientAddress,
    myid: ensemble.myid,
    servers: ensemble.servers,
    maxClientCnxns: numberOf(entries, "maxClientCnxns", 60, range(0, MAX_INT, "connections")),
    ...readSessionTimeouts(entries, ticks.tickTime),
    ...readSnapshots(entries),
    ...readWords(entries),
    juteMaxBuffer: numberOf(
      entries,
      "jute.maxbuffer",
      DEFAULT_JUTE_MAX_BUFFER,
      range(1024, MAX_JUTE_MAX_BUFFER, "bytes"),
    ),
    recordDir: entry(entries, "zabkeeper.recordDir")?.value || null,
  };
  const { faults, warnings } = entries;
  const byLine = (a: { line: number }, b: { line: number }) => a.line - b.line;
  warnings.sort(byLine);
  if (faults.length > 0) return { ok: false, faults: faults.sort(byLine), warnings };
  return { ok: true, config, warnings };
}

function range(min: number, max: number, unit: string) {
  return { min, max, unit };
}

function readDirectories(entries: Entries, context: ConfigContext) {
  const data = entry(entries, "dataDir");
  const log = entry(entries, "dataLogDir");
  const wanted = "a directory this server may read and write";
  if (data === null) missing(entries, "dataDir", null, wanted);
  else if (data.value === "") fault(entries, data, wanted);
  else if (context.dataDirProblem !== null) {
    fault(entries, data, `${wanted}; it ${context.dataDirProblem}`);
  }
  if (log !== null && log.value !== "" && context.dataLogDirProblem !== null) {
    fault(entries, log, `${wanted}; it ${context.dataLogDirProblem}`);
  }
  const dataDir = data?.value ?? "";
  return { dataDir, dataLogDir: log?.value || dataDir };
}

function readTicks(entries: Entries) {
  const tickTime = numberOf(entries, "tickTime", 3000, range(1, MAX_TICK, "ms"));
  const limit = range(1, Math.floor(MAX_INT / tickTime), "ticks");
  return {
    tickTime,
    initLimit: numberOf(entries, "initLimit", 10, limit),
    syncLimit: numberOf(entries, "syncLimit", 5, limit),
  };
}

/** An ensemble has no defaults for these: whoever sets one up has to think of them. */
function checkLimits(entries: Entries, ensemble: Ensemble): void {
  if (ensemble.declaredAt === null) return;
  for (const key of ["initLimit", "syncLimit"] as const) {
    if (entry(entries, key) !== null) continue;
    missing(entries, key, ensemble.declaredAt, "a number of ticks, because there are servers");
  }
}

function readSessionTimeouts(entries: Entries, tickTime: number) {
  const bounds = { min: 1, max: MAX_INT, unit: "ms", also: -1 };
  const min = numberOf(entries, "minSessionTimeout", -1, bounds);
  const max = numberOf(entries, "maxSessionTimeout", -1, bounds);
  const minSessionTimeout = min === -1 ? 2 * tickTime : min;
  const maxSessionTimeout = max === -1 ? 20 * tickTime : max;
  if (minSessionTimeout > maxSessionTimeout) {
    const [setMin, setMax] = [
      entry(entries, "minSessionTimeout"),
      entry(entries, "maxSessionTimeout"),
    ];
    if (setMin !== null && min !== -1) {
      fault(entries, setMin, `at most maxSessionTimeout, which is ${maxSessionTimeout} ms`);
    } else if (setMax !== null) {
      fault(entries, setMax, `at least minSessionTimeout, which is ${minSessionTimeout} ms`);
    }
  }
  return { minSessionTimeout, maxSessionTimeout };
}

/** Too small a value is raised to the least that works, as ZooKeeper does. */
function readSnapshots(entries: Entries) {
  const raised = (
    key: "snapCount" | "autopurge.snapRetainCount",
    fallback: number,
    min: number,
    unit: string,
  ) => {
    const value = numberOf(entries, key, fallback, range(-MAX_INT, MAX_INT, unit));
    const found = entry(entries, key);
    if (value < min && found !== null) warn(entries, found, `${value} is raised to ${min}`);
    return Math.max(min, value);
  };
  return {
    snapCount: raised("snapCount", 100_000, 2, "transactions"),
    snapRetainCount: raised("autopurge.snapRetainCount", 3, 3, "snapshots"),
    purgeIntervalHours: numberOf(
      entries,
      "autopurge.purgeInterval",
      1,
      range(0, MAX_PURGE_HOURS, "hours"),
    ),
  };
}
