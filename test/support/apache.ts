import { type ChildProcess, execFile, spawn } from "node:child_process";
import { access, mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { freePort, freePorts } from "./free-ports.js";
import { PATIENCE } from "./wait.js";

export const APACHE_VERSION = "3.9.5";
/** What ZooKeeper loads at run time but leaves to its distribution to bring. */
const ARTIFACTS = [
  ["org.apache.zookeeper", "zookeeper", APACHE_VERSION],
  ["commons-cli", "commons-cli", "1.5.0"],
  ["io.dropwizard.metrics", "metrics-core", "4.1.12.1"],
  ["org.xerial.snappy", "snappy-java", "1.1.10.5"],
  ["jline", "jline", "2.14.6"],
  ["org.slf4j", "slf4j-simple", "2.0.13"],
] as const;

const MAVEN_TIMEOUT = 300_000;
const MAX_LOG = 20_000;

let classpath: Promise<string> | null = null;

/**
 * The Java class path of Apache ZooKeeper. Maven brings the jars into the user's cache
 * (`ZABKEEPER_CACHE`, otherwise `~/.cache/zabkeeper`) the first time; later runs need no network.
 */
export function apacheClasspath(): Promise<string> {
  classpath ??= resolveClasspath();
  return classpath;
}

async function resolveClasspath(): Promise<string> {
  const cache = process.env.ZABKEEPER_CACHE ?? join(homedir(), ".cache", "zabkeeper");
  const jars = join(cache, `apache-${APACHE_VERSION}`);
  if (!(await exists(jars))) await bring(cache, jars);
  const names = (await readdir(jars)).filter((name) => name.endsWith(".jar")).sort();
  return names.map((name) => join(jars, name)).join(delimiter);
}

/** Fills a folder beside the final one and renames it: half a class path never looks whole. */
async function bring(cache: string, jars: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, "incoming-"));
  try {
    const pom = join(folder, "pom.xml");
    await writeFile(pom, pomText());
    await maven(pom, join(folder, "jars"));
    await rename(join(folder, "jars"), jars).catch(async (error: unknown) => {
      if (!(await exists(jars))) throw error;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function maven(pom: string, output: string): Promise<void> {
  const goal = [
    "-q",
    "-B",
    "-f",
    pom,
    "dependency:copy-dependencies",
    `-DoutputDirectory=${output}`,
  ];
  const run = (extra: string[]) =>
    promisify(execFile)("mvn", [...extra, ...goal], { timeout: MAVEN_TIMEOUT });
  await run(["-o"]).catch(() => run([]));
}

function pomText(): string {
  const dependencies = ARTIFACTS.map(
    ([group, name, version]) =>
      `<dependency><groupId>${group}</groupId><artifactId>${name}</artifactId>` +
      `<version>${version}</version></dependency>`,
  );
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>zabkeeper</groupId><artifactId>apache</artifactId><version>1</version>
<packaging>pom</packaging><dependencies>${dependencies.join("\n")}</dependencies></project>\n`;
}

/** A running Apache ZooKeeper. */
export interface ApacheServer {
  readonly port: number;
  readonly pid: number;
  /** Where its `version-2` is. */
  readonly dataDir: string;
  /** The last of what it printed. */
  log(): string;
  /** Ends it with `signal` (SIGTERM by default) and waits; its files stay. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same port and files. */
  restart(): Promise<void>;
  /** Stops it and removes its files. */
  dispose(): Promise<void>;
}

export interface ApacheOptions {
  /** Serves an existing directory, which `dispose` leaves alone. */
  readonly dataDir?: string;
  readonly port?: number;
  /** Further lines of zoo.cfg. */
  readonly config?: readonly string[];
}

/** Starts one Apache ZooKeeper alone, on loopback, and waits until it serves. */
export async function startApache(options: ApacheOptions = {}): Promise<ApacheServer> {
  const port = options.port ?? (await freePort());
  const home = await mkdtemp(join(tmpdir(), "zabkeeper-apache-"));
  const dataDir = options.dataDir ?? join(home, "data");
  await mkdir(dataDir, { recursive: true });
  const server = new ApacheProcess(home, dataDir, port);
  try {
    await server.configure(options.config ?? []);
    await server.restart();
  } catch (error) {
    await server.dispose();
    throw error;
  }
  return server;
}

/** Starts an ensemble of Apache ZooKeepers and waits until each of them serves. */
export async function startApacheEnsemble(
  size: number,
  config: readonly string[] = [],
): Promise<ApacheServer[]> {
  const ports = await freePorts(size * 3);
  const servers: ApacheProcess[] = [];
  const lines = Array.from({ length: size }, (_, i) => {
    return `server.${i + 1}=127.0.0.1:${ports[size + i]}:${ports[2 * size + i]}`;
  });
  for (let i = 0; i < size; i += 1) {
    const home = await mkdtemp(join(tmpdir(), "zabkeeper-apache-"));
    const dataDir = join(home, "data");
    await mkdir(dataDir);
    await writeFile(join(dataDir, "myid"), `${i + 1}\n`);
    const server = new ApacheProcess(home, dataDir, Number(ports[i]));
    await server.configure(["initLimit=10", "syncLimit=5", ...lines, ...config]);
    servers.push(server);
  }
  try {
    await Promise.all(servers.map((server) => server.restart()));
  } catch (error) {
    await Promise.all(servers.map((server) => server.dispose()));
    throw error;
  }
  return servers;
}

class ApacheProcess implements ApacheServer {
  readonly port: number;
  readonly dataDir: string;
  private readonly home: string;
  private child: ChildProcess | null = null;
  private output = "";

  constructor(home: string, dataDir: string, port: number) {
    this.home = home;
    this.dataDir = dataDir;
    this.port = port;
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  log(): string {
    return this.output;
  }

  async configure(lines: readonly string[]): Promise<void> {
    const text = [
      "tickTime=500",
      `dataDir=${this.dataDir}`,
      `clientPort=${this.port}`,
      "clientPortAddress=127.0.0.1",
      "admin.enableServer=false",
      "4lw.commands.whitelist=*",
      "maxClientCnxns=0",
      ...lines,
    ];
    await writeFile(join(this.home, "zoo.cfg"), `${text.join("\n")}\n`);
  }

  async restart(): Promise<void> {
    await this.stop();
    const main = "org.apache.zookeeper.server.quorum.QuorumPeerMain";
    const args = ["-Xmx256m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp"];
    const child = spawn("java", [...args, await apacheClasspath(), main, this.configFile], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    const keep = (text: Buffer) => {
      this.output = (this.output + text.toString()).slice(-MAX_LOG);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", (error) => keep(Buffer.from(`${error.message}\n`)));
    this.child = child;
    await this.serving(child);
  }

  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    const { child } = this;
    this.child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE);
    await gone;
    clearTimeout(timer);
  }

  async dispose(): Promise<void> {
    await this.stop();
    await rm(this.home, { recursive: true, force: true });
  }

  private get configFile(): string {
    return join(this.home, "zoo.cfg");
  }

  private async serving(child: ChildProcess): Promise<void> {
    const deadline = Date.now() + PATIENCE;
    while (Date.now() < deadline) {
      const text = await ask(this.port, "srvr");
      if (text.includes("Mode: ")) return;
      if (child.exitCode !== null || child.signalCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await this.stop();
    throw new Error(`Apache ZooKeeper did not start on port ${this.port}:\n${this.output}`);
  }
}

/** What a four-letter word brings back; "" when nobody answers. */
function ask(port: number, word: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    let text = "";
    socket.setTimeout(1_000, () => socket.destroy());
    socket.on("connect", () => socket.write(word));
    socket.on("data", (chunk: Buffer) => (text += chunk.toString()));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(text));
  });
}

/** What a Java main class of ZooKeeper's did. */
export interface ApacheRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs one of Apache's own tools, e.g. `org.apache.zookeeper.ZooKeeperMain`, to its end.
 *
 * @param input what it reads from its standard input
 */
export async function runApache(
  main: string,
  args: readonly string[],
  input = "",
): Promise<ApacheRun> {
  const java = ["-Dorg.slf4j.simpleLogger.defaultLogLevel=off", "-cp", await apacheClasspath()];
  return new Promise((resolve) => {
    const options = { timeout: PATIENCE, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile("java", [...java, main, ...args], options, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode, stdout, stderr });
    });
    child.stdin?.end(input);
  });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
