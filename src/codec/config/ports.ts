import { type Entries, type Entry, fault } from "./entries.js";
import type { DeclaredServer } from "./server-line.js";

interface Claim {
  readonly port: number;
  /** What the port is for, e.g. "the election port of server 2". */
  readonly what: string;
  readonly entry: Entry;
}

/**
 * Notes every port that two listeners of one host would share. `own` is the
 * `clientPort` line of this server, which stands on the host of `myid`.
 */
export function checkPorts(
  entries: Entries,
  declared: readonly DeclaredServer[],
  own: { readonly myid: number; readonly port: number; readonly entry: Entry } | null,
): void {
  const taken = new Map<string, Claim>();
  const claim = (host: string, next: Claim) => {
    const place = `${hostKey(host)} ${next.port}`;
    const first = taken.get(place);
    if (first === undefined) taken.set(place, next);
    else fault(entries, next.entry, clash(first, next));
  };
  for (const { server, entry } of declared) {
    const { id, host, quorumPort, electionPort, client } = server;
    claim(host, { port: quorumPort, what: `the quorum port of server ${id}`, entry });
    claim(host, { port: electionPort, what: `the election port of server ${id}`, entry });
    if (client !== null) {
      claim(host, { port: client.port, what: `the client port of server ${id}`, entry });
    }
    if (own !== null && own.myid === id && client === null && own.port !== 0) {
      claim(host, { port: own.port, what: "the clientPort", entry: own.entry });
    }
  }
}

function clash(first: Claim, next: Claim): string {
  return `another port for ${next.what}: ${next.port} is ${first.what} (line ${first.entry.line})`;
}

/** The names of loopback are one host. */
function hostKey(host: string): string {
  const name = host.toLowerCase();
  return /^(localhost|::1|127[.]\d+[.]\d+[.]\d+)$/.test(name) ? "localhost" : name;
}
