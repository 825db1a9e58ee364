import { type Entry, type Entries, fault } from "./entries.js";
import { parseInteger, parsePort } from "./numbers.js";
import type { ServerLine, ServerRole } from "./server-config.js";

const FORM = "host:quorumPort:electionPort[:role][;[clientHost:]clientPort]";

/** A server together with the line that declares it. */
export interface DeclaredServer {
  readonly server: ServerLine;
  readonly entry: Entry;
}

/** Every `server.N` that can be read, in the order of ids; the others are noted as faults. */
export function readServers(entries: Entries): DeclaredServer[] {
  const found = new Map<number, DeclaredServer>();
  for (const entry of entries.servers) {
    const id = parseInteger(entry.number);
    if (id === null || id < 1 || id > 255) {
      const wanted = 'a server number from 1 to 255 behind "server."';
      entries.faults.push({ ...placeOf(entries, entry), found: entry.number, wanted });
      continue;
    }
    const earlier = found.get(id);
    if (earlier !== undefined) {
      fault(entries, entry, `one line for server ${id}, which line ${earlier.entry.line} has`);
      continue;
    }
    const server = parseServerLine(id, entry.value);
    if (typeof server === "string") fault(entries, entry, server);
    else found.set(id, { server, entry });
  }
  return [...found.values()].sort((a, b) => a.server.id - b.server.id);
}

function placeOf({ file }: Entries, { line, key }: Entry) {
  return { file, line, key };
}

/** The value of `server.<id>`, or what would have been right. */
function parseServerLine(id: number, value: string): ServerLine | string {
  if (value.includes("|")) return `one address per server, ${FORM}`;
  const [server = "", client, ...more] = value.split(";");
  const fields = splitAddress(server);
  if (fields === null || fields.length < 3 || fields.length > 4 || more.length > 0) return FORM;
  const [host = "", quorum = "", election = "", roleText = "participant"] = fields;
  const quorumPort = parsePort(quorum);
  const electionPort = parsePort(election);
  if (host === "") return `a host, ${FORM}`;
  if (quorumPort === null) return `a quorum port from 1 to 65535 instead of "${quorum}"`;
  if (electionPort === null) return `an election port from 1 to 65535 instead of "${election}"`;
  const role = parseRole(roleText);
  if (role === null) return `the role participant or observer instead of "${roleText}"`;
  const address = client === undefined ? null : parseClient(client);
  if (typeof address === "string") return address;
  return { id, host, quorumPort, electionPort, role, client: address };
}

function parseRole(text: string): ServerRole | null {
  const role = text.toLowerCase();
  return role === "participant" || role === "observer" ? role : null;
}

function parseClient(text: string): { host: string; port: number } | string {
  const fields = splitAddress(text);
  const portText = fields?.at(-1) ?? text;
  const port = parsePort(portText);
  if (fields === null || fields.length > 2 || fields[0] === "") {
    return `[clientHost:]clientPort behind the ";" instead of "${text}"`;
  }
  if (port === null) return `a client port from 1 to 65535 instead of "${portText}"`;
  return { host: fields.length === 2 ? String(fields[0]) : "0.0.0.0", port };
}

/** Cuts at colons but not inside brackets, which it takes away; null when they do not match. */
function splitAddress(text: string): string[] | null {
  const match = /^\s*\[([^[\]]*)\](.*)$/s.exec(text);
  if (match === null) return /[[\]]/.test(text) ? null : text.split(":").map((part) => part.trim());
  const [, host = "", rest = ""] = match;
  const fields = rest.split(":").map((part) => part.trim());
  return fields[0] === "" ? [host.trim(), ...fields.slice(1)] : null;
}
