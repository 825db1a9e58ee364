// An ensemble on loopback whose learners reach their leader through relays only.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fourLetterWord, ZooKeeper } from "#client";
import { classpath } from "./jars.mjs";
import { Relay } from "./relay.mjs";

const ZABKEEPER = fileURLToPath(new URL("../../../bin/zabkeeper.js", import.meta.url));
/** Milliseconds that servers get to serve, and a client to be told. */
const PATIENCE = 60_000;

export class Ensemble {
  servers = new Map();
  relays = new Map();
  #what;
  #home = null;
  #java = null;

  /** @param what a version of Apache ZooKeeper, or "zabkeeper" */
  constructor(what) {
    this.#what = what;
  }

  /** Lays out `size` servers, starts them, and waits until each serves. */
  async start(size) {
    this.#java = this.#what === "zabkeeper" ? null : await classpath(this.#what);
    this.#home = await mkdtemp(join(tmpdir(), "reproduce-"));
    await this.#layOut(size);
    await this.startAll(this.ids);
  }

  get ids() {
    return [...this.servers.keys()];
  }

  /** The relay through which `learner` reaches `leader`. */
  relay(learner, leader) {
    return this.relays.get(`${learner}-${leader}`);
  }

  /** Starts these servers and waits until each serves. */
  async startAll(ids) {
    for (const id of ids) this.run(id);
    await Promise.all(ids.map((id) => this.serving(id)));
  }

  run(id) {
    const server = this.servers.get(id);
    const main = "org.apache.zookeeper.server.quorum.QuorumPeerMain";
    const java = ["-Xmx192m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"];
    const [command, args] =
      this.#java === null
        ? [process.execPath, [ZABKEEPER, "server", server.config]]
        : ["java", [...java, "-cp", this.#java, main, server.config]];
    server.output = "";
    server.child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], cwd: this.#home });
    const keep = (text) => {
      server.output = (server.output + text).slice(-2_000_000);
    };
    server.child.stdout.on("data", keep);
    server.child.stderr.on("data", keep);
  }

  /** kill -9. */
  async kill(id) {
    const { child } = this.servers.get(id);
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }

  /** "leader", "follower", or null while it does not serve. */
  async mode(id) {
    const target = { host: "127.0.0.1", port: this.servers.get(id).clientPort };
    const text = await fourLetterWord(target, "srvr", 2_000).catch(() => "");
    return /^Mode: (\w+)$/m.exec(text)?.[1] ?? null;
  }

  async serving(id) {
    const last = () => `\n${this.servers.get(id).output.slice(-3_000)}`;
    await until(`server ${id} serves`, async () => {
      if (this.servers.get(id).child.exitCode !== null) {
        throw new Error(`server ${id} ended:${last()}`);
      }
      return (await this.mode(id)) !== null;
    }).catch((error) => {
      throw new Error(`${error.message}${last()}`);
    });
  }

  /** The id of the server that leads among `ids`. */
  async leader(ids = this.ids) {
    let found = null;
    await until("a leader serves", async () => {
      for (const id of ids) if ((await this.mode(id)) === "leader") found = id;
      return found !== null;
    });
    return found;
  }

  /** A client of this one server. */
  async client(id) {
    const address = `127.0.0.1:${this.servers.get(id).clientPort}`;
    return ZooKeeper.connect(address, { sessionTimeout: 40_000 });
  }

  /** Whether a client of server `id`, after `sync`, finds the node. */
  async holds(id, path) {
    const client = await this.client(id);
    try {
      await client.sync("/");
      return (await client.exists(path)) !== null;
    } finally {
      client.disconnect();
    }
  }

  async dispose() {
    await Promise.all(this.ids.map((id) => this.kill(id)));
    for (const relay of this.relays.values()) relay.close();
    if (this.#home !== null) await rm(this.#home, { recursive: true, force: true });
  }

  async #layOut(size) {
    const ids = Array.from({ length: size }, (_, i) => i + 1);
    const ports = await freePorts(3 * size);
    const quorumPort = (id) => ports[size + id - 1];
    for (const learner of ids) {
      for (const leader of ids) {
        const relay = learner === leader ? null : await Relay.open(quorumPort(leader));
        if (relay !== null) this.relays.set(`${learner}-${leader}`, relay);
      }
    }
    for (const id of ids) {
      const dataDir = join(this.#home, `server-${id}`);
      const config = join(this.#home, `server-${id}.cfg`);
      const lines = ids.map((peer) => {
        const port = peer === id ? quorumPort(peer) : this.relay(id, peer).port;
        return `server.${peer}=127.0.0.1:${port}:${ports[2 * size + peer - 1]}`;
      });
      const text = [
        ...["tickTime=1000", "initLimit=60", "syncLimit=60", `dataDir=${dataDir}`],
        ...[`clientPort=${ports[id - 1]}`, "clientPortAddress=127.0.0.1"],
        "4lw.commands.whitelist=*",
        ...(this.#java === null ? [] : ["admin.enableServer=false"]),
        ...lines,
      ];
      await mkdir(dataDir);
      await writeFile(join(dataDir, "myid"), `${id}\n`);
      await writeFile(config, `${text.join("\n")}\n`);
      this.servers.set(id, { config, clientPort: ports[id - 1], child: null, output: "" });
    }
  }
}

/** Waits until `holds` answers true. */
export async function until(what, holds, patience = PATIENCE) {
  const deadline = Date.now() + patience;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not in ${patience / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Waits for a promise, within bounds. */
export async function within(what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    const text = `not in ${PATIENCE / 1000} s: ${what}`;
    timer = setTimeout(() => reject(new Error(text)), PATIENCE);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Ports on loopback that nobody listens on, found together and let go together. */
async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}
