/** One server to try. */
export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

export interface ConnectString {
  readonly hosts: readonly HostAndPort[];
  /** "" or an absolute path without a slash at its end: the root of all the client's paths. */
  readonly chroot: string;
}

/** ZooKeeper's client port by convention. */
export const DEFAULT_PORT = 2181;

/**
 * Reads `host[:port],host[:port]…[/chroot]`, IPv6 hosts in brackets.
 *
 * @throws Error that names the part that is wrong
 */
export function parseConnectString(text: string): ConnectString {
  const slash = text.indexOf("/");
  const servers = slash < 0 ? text : text.slice(0, slash);
  const chroot = slash < 0 ? "" : text.slice(slash);
  const hosts = servers.split(",").map((part) => parseHost(part.trim(), text));
  return { hosts, chroot: parseChroot(chroot, text) };
}

function parseHost(part: string, text: string): HostAndPort {
  const match = /^(?:\[([^[\]]+)\]|([^[\]:]+))(?::(\d{1,5}))?$/.exec(part);
  const port = Number(match?.[3] ?? DEFAULT_PORT);
  const host = match?.[1] ?? match?.[2];
  if (host === undefined || port < 1 || port > 65_535) {
    throw new Error(`connect string "${text}": "${part}" is not host:port`);
  }
  return { host, port };
}

function parseChroot(chroot: string, text: string): string {
  if (chroot === "" || chroot === "/") return "";
  const parts = chroot.slice(1).split("/");
  if (parts.some((part) => part === "" || part === "." || part === "..")) {
    throw new Error(`connect string "${text}": "${chroot}" is not a path`);
  }
  return chroot;
}

export function hostText({ host, port }: HostAndPort): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The path a server knows for a path of this client. */
export function toServer(chroot: string, path: string): string {
  if (chroot === "") return path;
  return path === "/" ? chroot : chroot + path;
}

/** The path this client knows for a path of the server's. */
export function toClient(chroot: string, path: string): string {
  if (chroot === "") return path;
  return path === chroot ? "/" : path.slice(chroot.length);
}
