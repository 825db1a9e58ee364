/** An address as its 16-bit groups, two of them for IPv4 and eight for IPv6. */
type Groups = readonly number[];

interface Range {
  readonly groups: Groups;
  /** Leading bits that must be equal. */
  readonly bits: number;
}

/** Whether `text` is an address with an optional `/bits`, as an ACL of the scheme ip needs it. */
export function isIpRange(text: string): boolean {
  return parseRange(text) !== null;
}

/** Whether the address lies within the range; false when either of them is malformed. */
export function matchesIp(address: string, range: string): boolean {
  const groups = parseAddress(address);
  const wanted = parseRange(range);
  if (groups === null || wanted === null) return false;
  if (groups.length !== wanted.groups.length) return false;
  return wanted.groups.every((group, i) => {
    const bits = Math.min(16, Math.max(0, wanted.bits - i * 16));
    const mask = (0xffff << (16 - bits)) & 0xffff;
    return ((group ^ (groups[i] ?? 0)) & mask) === 0;
  });
}

function parseRange(text: string): Range | null {
  const slash = text.indexOf("/");
  const groups = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (groups === null) return null;
  const all = groups.length * 16;
  if (slash < 0) return { groups, bits: all };
  const digits = text.slice(slash + 1);
  const bits = Number(digits);
  return /^\d{1,3}$/.test(digits) && bits <= all ? { groups, bits } : null;
}

function parseAddress(text: string): Groups | null {
  return text.includes(":") ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): Groups | null {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part))) return null;
  const [a = 0, b = 0, c = 0, d = 0] = parts.map(Number);
  return Math.max(a, b, c, d) > 255 ? null : [(a << 8) | b, (c << 8) | d];
}

/** Hexadecimal groups, at most one `::`, and IPv4 notation at the end. */
function parseIpv6(text: string): Groups | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [head, tail] = halves.map(groupsOf);
  if (head === null || head === undefined || tail === null) return null;
  if (tail === undefined) return head.length === 8 ? head : null;
  const missing = 8 - head.length - tail.length;
  return missing < 1 ? null : [...head, ...new Array<number>(missing).fill(0), ...tail];
}

function groupsOf(text: string): Groups | null {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [i, part] of parts.entries()) {
    const ipv4 = i === parts.length - 1 && part.includes(".") ? parseIpv4(part) : null;
    if (ipv4 !== null) groups.push(...ipv4);
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(parseInt(part, 16));
    else return null;
  }
  return groups;
}
