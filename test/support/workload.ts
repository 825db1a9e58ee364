import { type Create2Response, ZooKeeper, ZooKeeperError } from "#client";
import { pause } from "./wait.js";

/** Milliseconds between two operations of a writer. */
const PACE = 100;
/** Milliseconds that a writer waits for a server before it looks at the stop sign again. */
const PATIENCE = 500;
const SESSION_TIMEOUT = 10_000;
/** The shortest session that a server with a tick of 500 ms grants. */
const SHORT_TIMEOUT = 1_000;

/** What a client was told of a write. */
export type Outcome = "acknowledged" | "refused" | "unknown";

/** One create, and what became of it. Its data is a token that no other write carries. */
export interface Creation {
  readonly kind: "persistent" | "sequential" | "ephemeral";
  /** As asked for; a sequential one has no number yet. */
  readonly path: string;
  readonly token: string;
  outcome: Outcome;
  /** Of an acknowledged one. */
  created: Create2Response | null;
  /** Acknowledged deletion: it must be gone. `maybe`: nobody knows. */
  deleted: "no" | "yes" | "maybe";
  /** Of an ephemeral: whose it is. */
  readonly owner: Owner | null;
}

/** A session and its end. */
export interface Owner {
  id: string;
  /** `closed` by its client, `abandoned` by it so that the leader lets it expire, or alive. */
  state: "alive" | "closed" | "abandoned" | "unknown";
}

/** Every version of a node that one writer alone sets, always with the version it expects. */
export interface Register {
  readonly path: string;
  acknowledged: number;
  unknown: number;
  /** Version and token of the newest acknowledged write. */
  version: number;
  token: string;
  /** Written after that without an answer. */
  candidates: { version: number; token: string }[];
}

/** Everything that was written, by everybody, over all rounds. */
export class Ledger {
  readonly creations: Creation[] = [];
  readonly registers: Register[] = [];
  #tokens = 0;

  token(): string {
    this.#tokens += 1;
    return `t${this.#tokens}`;
  }

  get acknowledged(): number {
    const sets = this.registers.reduce((sum, { acknowledged }) => sum + acknowledged, 0);
    return sets + this.creations.filter(({ outcome }) => outcome === "acknowledged").length;
  }
}

/** Writes without end until told to stop, and notes in the ledger what it was told. */
export class Writer {
  readonly #name: string;
  readonly #servers: string;
  readonly #ledger: Ledger;
  readonly #register: Register;
  #client: ZooKeeper;
  #owner: Owner;
  #stopped = false;
  #done: Promise<void> = Promise.resolve();
  #count = 0;

  private constructor(name: string, servers: string, ledger: Ledger, client: ZooKeeper) {
    this.#name = name;
    this.#servers = servers;
    this.#ledger = ledger;
    this.#client = client;
    this.#owner = { id: client.sessionKey.id, state: "alive" };
    this.#register = {
      path: `/v/${name}`,
      acknowledged: 0,
      unknown: 0,
      version: 0,
      token: "",
      candidates: [],
    };
  }

  static async start(name: string, servers: string, ledger: Ledger): Promise<Writer> {
    const client = await ZooKeeper.connect(servers, { sessionTimeout: SESSION_TIMEOUT });
    const writer = new Writer(name, servers, ledger, client);
    await client.create(writer.#register.path, "");
    ledger.registers.push(writer.#register);
    writer.#done = writer.#write();
    writer.#done.catch(() => undefined);
    return writer;
  }

  /** Ends the writing, and rejects with what went wrong during it; the session stays. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#done;
  }

  /** Ends the session in the proper way. */
  async close(): Promise<void> {
    await this.#client.whenConnected();
    await this.#client.close();
    this.#owner.state = "closed";
  }

  async #write(): Promise<void> {
    while (!this.#stopped) {
      await this.#connected();
      if (this.#client.state !== "connected") continue;
      this.#count += 1;
      const n = this.#count;
      await Promise.all([
        this.#create("persistent", `/w/${this.#name}-${n}`),
        this.#create("sequential", "/s/n-"),
        n % 5 === 0 ? this.#create("ephemeral", `/e/${this.#name}-${n}`) : null,
        n % 7 === 0 ? this.#deleteOne() : null,
        this.#set(),
      ]);
      if (n % 40 === 0) await this.#leaveASession(n);
      await pause(PACE);
    }
  }

  async #connected(): Promise<void> {
    if (this.#client.state === "expired") {
      this.#owner.state = "closed";
      this.#client = new ZooKeeper(this.#servers, { sessionTimeout: SESSION_TIMEOUT });
      await this.#client.whenConnected(PATIENCE).catch(() => undefined);
      this.#owner = { id: this.#client.sessionKey.id, state: "alive" };
    } else if (this.#client.state !== "connected") {
      await this.#client.whenConnected(PATIENCE).catch(() => undefined);
    }
  }

  async #create(kind: Creation["kind"], path: string): Promise<Creation> {
    const owner = kind === "ephemeral" ? this.#owner : null;
    return createNoted(this.#client, this.#ledger, kind, path, owner);
  }

  /** Deletes a sequential node, so that a name that came again would show. */
  async #deleteOne(): Promise<void> {
    const victim = this.#ledger.creations.findLast(
      ({ kind, outcome, deleted }) =>
        kind === "sequential" && outcome === "acknowledged" && deleted === "no",
    );
    if (victim === undefined || victim.created === null) return;
    victim.deleted = "maybe";
    const outcome = await outcomeOf(this.#client.delete(victim.created.path));
    if (outcome === "acknowledged") victim.deleted = "yes";
  }

  /** Sets the register once; after a write without an answer it first looks what is there. */
  async #set(): Promise<void> {
    const register = this.#register;
    if (register.candidates.length > 0 && !(await this.#look())) return;
    const token = this.#ledger.token();
    const { version } = register;
    const set = this.#client.setData(register.path, token, version);
    const outcome = await outcomeOf(set);
    if (outcome === "refused") throw new Error(`${register.path}: version ${version} refused`);
    if (outcome === "unknown") {
      register.unknown += 1;
      register.candidates.push({ version: version + 1, token });
      return;
    }
    register.acknowledged += 1;
    register.version = (await set).version;
    register.token = token;
  }

  async #look(): Promise<boolean> {
    const register = this.#register;
    const read = this.#client.sync(register.path).then(() => this.#client.getData(register.path));
    if ((await outcomeOf(read)) !== "acknowledged") return false;
    const { data, stat } = await read;
    const found = { version: stat.version, token: String(data) };
    const known = [register, ...register.candidates].some(
      ({ version, token }) => version === found.version && token === found.token,
    );
    if (!known) throw new Error(`${register.path} is ${JSON.stringify(found)}: never written`);
    Object.assign(register, found, { candidates: [] });
    return true;
  }

  /** A short session with one ephemeral; every second one is closed, the other left to expire. */
  async #leaveASession(n: number): Promise<void> {
    const options = { sessionTimeout: SHORT_TIMEOUT };
    const client = await ZooKeeper.connect(this.#servers, options).catch(() => null);
    if (client === null) return;
    const owner: Owner = { id: client.sessionKey.id, state: "unknown" };
    await createNoted(client, this.#ledger, "ephemeral", `/e/${this.#name}-left-${n}`, owner);
    if (n % 80 === 0) {
      await client.close();
      owner.state = "closed";
    } else {
      client.disconnect();
      owner.state = "abandoned";
    }
  }
}

async function createNoted(
  client: ZooKeeper,
  ledger: Ledger,
  kind: Creation["kind"],
  path: string,
  owner: Owner | null,
): Promise<Creation> {
  const token = ledger.token();
  const noted: Creation = {
    kind,
    path,
    token,
    outcome: "unknown",
    created: null,
    deleted: "no",
    owner,
  };
  ledger.creations.push(noted);
  const mode = { persistent: "PERSISTENT", sequential: "PERSISTENT_SEQUENTIAL" } as const;
  const made = client.create2(path, token, {
    mode: kind === "ephemeral" ? "EPHEMERAL" : mode[kind],
  });
  noted.outcome = await outcomeOf(made);
  if (noted.outcome === "refused") throw new Error(`create ${path}: ${await reasonOf(made)}`);
  if (noted.outcome === "acknowledged") noted.created = await made;
  return noted;
}

async function outcomeOf(operation: Promise<unknown>): Promise<Outcome> {
  try {
    await operation;
    return "acknowledged";
  } catch (error) {
    if (!(error instanceof ZooKeeperError)) throw error;
    const lost = error.name === "CONNECTIONLOSS" || error.name === "SESSIONEXPIRED";
    return lost ? "unknown" : "refused";
  }
}

function reasonOf(operation: Promise<unknown>): Promise<string> {
  return operation.then(
    () => "",
    (error: Error) => error.message,
  );
}
