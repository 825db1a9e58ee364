import { type Entries, type Entry, entry, fault, missing, warn } from "./entries.js";
import { booleanOf, numberOf, parseInteger } from "./numbers.js";
import { checkPorts } from "./ports.js";
import { readServers, type DeclaredServer } from "./server-line.js";
import type { ConfigContext, ServerLine } from "./server-config.js";

/** Who this server is, with whom, and where its clients find it. */
export interface Ensemble {
  readonly myid: number | null;
  readonly servers: readonly ServerLine[];
  readonly clientPort: number;
  readonly clientAddress: string;
  /** The first `server.N` line; null for a standalone server. */
  readonly declaredAt: Entry | null;
}

const ANY_ADDRESS = "0.0.0.0";

export function readEnsemble(entries: Entries, context: ConfigContext): Ensemble {
  checkAlgorithm(entries);
  const declared = readServers(entries);
  const standaloneEnabled = booleanOf(entries, "standaloneEnabled", true);
  const standalone = isStandalone(entries, declared, standaloneEnabled);
  const myid = readMyid(entries, declared, standalone, context);
  const own =
    declared.find(({ server }) => server.id === myid) ?? (standalone ? declared[0] : null);
  const client = readClientAddress(entries, own ?? null);
  const port = entry(entries, "clientPort");
  const claimed = myid !== null && port !== null;
  const ownPort = claimed ? { myid, port: client.clientPort, entry: port } : null;
  checkPorts(entries, declared, ownPort);
  checkPeerType(entries, own ?? null);
  return {
    ...client,
    myid: standalone ? null : myid,
    servers: standalone ? [] : declared.map(({ server }) => server),
    declaredAt: standalone ? null : (entries.servers[0] ?? null),
  };
}

function checkAlgorithm(entries: Entries): void {
  const found = entry(entries, "electionAlg");
  if (found !== null && found.value !== "3") fault(entries, found, "3, the only election there is");
}

/**
 * No server line, or a single participant where standaloneEnabled holds; notes
 * what can neither stand alone nor form a quorum.
 */
function isStandalone(
  entries: Entries,
  declared: readonly DeclaredServer[],
  standaloneEnabled: boolean,
): boolean {
  const [first] = entries.servers;
  if (first === undefined) {
    const found = entry(entries, "standaloneEnabled");
    if (!standaloneEnabled && found !== null) fault(entries, found, "true, or server.N lines");
    return true;
  }
  const voters = declared.filter(({ server }) => server.role === "participant");
  const observers = declared.length - voters.length;
  if (declared.length < entries.servers.length) return false;
  if (voters.length === 0) fault(entries, first, "at least one participant besides the observers");
  else if (voters.length === 1 && observers > 0 && standaloneEnabled) {
    fault(entries, first, "two participants or more for its observers, or standaloneEnabled=false");
  } else if (voters.length === 1 && standaloneEnabled) {
    warn(entries, first, "only one server: it stands alone");
    return true;
  } else if (voters.length === 2) {
    warn(entries, first, "with two participants no server may fail; three tolerate one failure");
  } else if (voters.length % 2 === 0) {
    warn(entries, first, `${voters.length} participants tolerate no more than one fewer would`);
  }
  return false;
}

/** `<dataDir>/myid` names this server; only an ensemble needs it. */
function readMyid(
  entries: Entries,
  declared: readonly DeclaredServer[],
  standalone: boolean,
  context: ConfigContext,
): number | null {
  const dataDir = entry(entries, "dataDir");
  const file = `${dataDir?.value.replace(/[/\\]+$/, "") ?? ""}/myid`;
  const first = context.myid?.split(/\r?\n/, 1)[0]?.trim() ?? null;
  const id = first === null ? null : parseInteger(first);
  if (standalone) return id;
  const ids = declared.map(({ server }) => server.id).join(", ");
  const wanted = `the number of this server on its first line, one of ${ids}`;
  if (first === null) {
    const usable = dataDir !== null && dataDir.value !== "" && context.dataDirProblem === null;
    if (usable) fault(entries, dataDir, `a file ${file} with ${wanted}`);
    return null;
  }
  if (id === null || !declared.some(({ server }) => server.id === id)) {
    if (id !== null && entries.servers.some(({ number }) => parseInteger(number) === id)) return id;
    entries.faults.push({ file, line: 1, key: "myid", found: first, wanted });
    return null;
  }
  return id;
}

/** From clientPort and clientPortAddress, or from behind the `;` of this server's line. */
function readClientAddress(entries: Entries, own: DeclaredServer | null) {
  const port = entry(entries, "clientPort");
  const address = entry(entries, "clientPortAddress");
  const client = own?.server.client ?? null;
  const range = { min: 0, max: 65_535, unit: "a port, 0 for any free one" };
  const clientPort = numberOf(entries, "clientPort", client?.port ?? 0, range);
  const clientAddress = address?.value || (port === null ? client?.host : null) || ANY_ADDRESS;
  if (port === null) {
    if (address !== null) missing(entries, "clientPort", address, "the port for this address");
    else if (client === null && (own !== null || entries.servers.length === 0)) {
      missing(entries, "clientPort", own?.entry ?? null, "the port for clients, usually 2181");
    }
  } else if (client !== null && client.port !== clientPort) {
    const line = own?.entry.line ?? 0;
    fault(entries, port, `${client.port}, the client port of this server's own line ${line}`);
  } else if (client !== null && address !== null && client.host !== clientAddress) {
    const line = own?.entry.line ?? 0;
    fault(entries, address, `${client.host}, the client host of this server's own line ${line}`);
  }
  return { clientPort, clientAddress };
}

/** The server list decides; a peerType that says otherwise deserves a warning. */
function checkPeerType(entries: Entries, own: DeclaredServer | null): void {
  const found = entry(entries, "peerType");
  if (found === null) return;
  const type = found.value.toLowerCase();
  if (type !== "participant" && type !== "observer") {
    fault(entries, found, "participant or observer");
  } else if (own !== null && own.server.role !== type) {
    warn(entries, found, `server.${own.server.id} says ${own.server.role}, and that holds`);
  }
}
