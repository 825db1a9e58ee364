import { readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ServerConfig } from "#codec";
import { payload, Server, type DiskEvents, type Initial, type Settings } from "#runtime";
import { Service, SnapshotLoader } from "#service";
import { History } from "#state-machine";
import { openRecording } from "./open-recording.js";
import { both, openDirectories, type Directories } from "./store/directories.js";
import { FileDisk } from "./store/file-disk.js";
import { lockDirectory } from "./store/lock.js";
import { recover, type Found } from "./store/recover.js";
import { StoreError } from "./store/store-error.js";
import { DATA_DIRECTORY, inDirectory, StartupError, UNEXPECTED } from "./startup-error.js";
import { probe, tcpNetwork } from "./tcp-network.js";
import { nodeTimers } from "./timers.js";

/** How a server ended: 0 when asked to, else 1 with the reason. */
export interface StopReason {
  readonly code: number;
  readonly message: string | null;
}

/** A server that runs in this process. */
export interface RunningServer {
  readonly clientPort: number;
  /** Stops serving, waits for the disk, and closes everything. */
  close(): Promise<void>;
  /** Resolves when the server has ended, whoever ended it. */
  readonly stopped: Promise<StopReason>;
}

export interface StartOptions {
  /** Where to record; overrides the configuration. */
  readonly recordDir?: string | null;
  readonly log?: (line: string) => void;
}

const HOUR = 3_600_000;

/**
 * Starts one server: recovers its data directory, then listens and takes part.
 * @throws StartupError when a port is taken, or the data directory cannot be read, is damaged, or
 *   another server has it.
 */
export async function startServer(
  config: ServerConfig,
  options: StartOptions = {},
): Promise<RunningServer> {
  const log = options.log ?? ((line: string) => process.stderr.write(`${line}\n`));
  const settings = settingsOf(config);
  await probePorts(settings);
  const directories = inDirectory(dataKey(config), config.dataDir, () =>
    openDirectories(config.dataDir, config.dataLogDir),
  );
  const release = await lock(directories);
  try {
    return recoverAndRun(settings, { directories, release, config, options, log });
  } catch (error) {
    await release();
    throw error;
  }
}

/** What zoo.cfg calls the place of the data. */
function dataKey({ dataDir, dataLogDir }: ServerConfig): string {
  return dataDir === dataLogDir ? "dataDir" : "dataDir or dataLogDir";
}

interface Ground {
  readonly directories: Directories;
  /** Gives the directories back. */
  readonly release: () => Promise<void>;
  readonly config: ServerConfig;
  readonly options: StartOptions;
  readonly log: (line: string) => void;
}

/** A second server on the same data would overwrite what this one acknowledges. */
async function lock(directories: Directories): Promise<() => Promise<void>> {
  const releases: (() => Promise<void>)[] = [];
  const release = async () => {
    for (const each of releases) await each();
  };
  try {
    for (const path of both(directories)) releases.push(await lockDirectory(path));
    return release;
  } catch (error) {
    await release();
    throw error instanceof StoreError ? new StartupError(error.message, DATA_DIRECTORY) : error;
  }
}

function recoverAndRun(settings: Settings, ground: Ground): RunningServer {
  const { directories, release, config, options, log } = ground;
  const maxBody = 2 * settings.maxFrame + 1024;
  const found = inDirectory(dataKey(config), config.dataDir, () =>
    recover({
      directories,
      newTree: () => new SnapshotLoader(),
      emptySource: () => new Service({ onEvent() {} }).snapshotSource(),
      maxBody,
      log,
    }),
  );
  log(
    `recovered ${found.entries.length} log entries after a snapshot, ` +
      `acceptedEpoch ${found.acceptedEpoch}, currentEpoch ${found.currentEpoch}`,
  );
  const recordDir = options.recordDir ?? config.recordDir;
  const recordKey = (options.recordDir ?? null) === null ? "zabkeeper.recordDir" : "--record";
  return run(settings, {
    ...{ directories, release, found, maxBody, config },
    ...{ recordDir, recordKey, log },
  });
}

interface Parts extends Pick<Ground, "directories" | "release" | "config" | "log"> {
  readonly found: Found<SnapshotLoader>;
  readonly maxBody: number;
  readonly recordDir: string | null;
  readonly recordKey: string;
}

function run(settings: Settings, parts: Parts): RunningServer {
  const { found, log } = parts;
  let resolve: (reason: StopReason) => void = () => {};
  const stopped = new Promise<StopReason>((done) => {
    resolve = done;
  });
  const end = (reason: StopReason) => {
    recording?.evidence.close();
    void parts.release().then(() => resolve(reason));
  };
  const fatal = (message: string) => {
    log(`stopped: ${message}`);
    server.close();
    disk.stop();
    end({ code: UNEXPECTED, message });
  };
  const recording = openRecording(parts, (reason) =>
    server.diskFailed(`nothing can be recorded: ${reason}`),
  );
  const disk = openDisk(parts, {
    completed: (count) => server.diskCompleted(count),
    failed: (reason) =>
      server.diskFailed(`the disk failed, nothing more is acknowledged: ${reason}`),
  });
  const server = new Server(
    settings,
    { network: tcpNetwork, timers: nodeTimers, disk, recording, log, fatal },
    initialOf(found),
  );
  server.start();
  return {
    get clientPort() {
      return server.clientPort;
    },
    stopped,
    async close() {
      server.close();
      // What the disk is about to do must have been recorded before.
      recording?.evidence.flush();
      await disk.close();
      end({ code: 0, message: null });
    },
  };
}

function openDisk({ directories, maxBody, config, log }: Parts, events: DiskEvents): FileDisk {
  const options = {
    directories,
    timers: nodeTimers,
    maxBody,
    snapRetainCount: config.snapRetainCount,
    purgeInterval: config.purgeIntervalHours * HOUR,
    log,
  };
  return new FileDisk(options, events);
}

function initialOf({ snapshot, tree, entries, ...epochs }: Found<SnapshotLoader>): Initial {
  let log = History.behind(0, snapshot);
  for (const { zxid, body } of entries) log = log.append({ zxid, val: payload(body) });
  return { tree, snapshot, log, ...epochs };
}

async function probePorts({ client, myid, members }: Settings): Promise<void> {
  const own = members.find(({ id }) => id === myid);
  const ports = [{ name: "client", ...client }];
  if (own !== undefined) {
    ports.push({ name: "quorum", host: own.host, port: own.quorumPort });
    ports.push({ name: "election", host: own.host, port: own.electionPort });
  }
  for (const { name, host, port } of ports) {
    const problem = port === 0 ? null : await probe({ host, port });
    if (problem !== null) {
      throw new StartupError(`${name} port ${host}:${port}: ${problem}`, UNEXPECTED);
    }
  }
}

function settingsOf(config: ServerConfig): Settings {
  return {
    myid: config.myid,
    members: config.servers.map((server) => ({
      id: server.id,
      host: server.host,
      quorumPort: server.quorumPort,
      electionPort: server.electionPort,
      role: server.role,
      client: server.client,
    })),
    tickTime: config.tickTime,
    initLimit: config.initLimit,
    syncLimit: config.syncLimit,
    client: { host: config.clientAddress, port: config.clientPort },
    maxClientCnxns: config.maxClientCnxns,
    minSessionTimeout: config.minSessionTimeout,
    maxSessionTimeout: config.maxSessionTimeout,
    snapCount: config.snapCount,
    fourLetterWords: config.fourLetterWords === "*" ? "*" : new Set(config.fourLetterWords),
    fourLetterWordsLoopbackOnly: config.fourLetterWordsLoopbackOnly,
    maxFrame: config.juteMaxBuffer,
    dataDir: config.dataDir,
    dataLogDir: config.dataLogDir,
    version: versionText(),
  };
}

/** What srvr prints: the ZooKeeper release whose protocols these are, our version, the build. */
function versionText(): string {
  const path = fileURLToPath(new URL("../../../../package.json", import.meta.url));
  const { version } = JSON.parse(readFileSync(path, "utf8")) as { version: string };
  const built = statSync(fileURLToPath(import.meta.url)).mtime.toISOString();
  return `3.9.5-zabkeeper-${version}, built on ${built.slice(0, 10)} ${built.slice(11, 16)} UTC`;
}
