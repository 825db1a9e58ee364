/** Paths that exist from the start and are never deleted. */
export const reserved = {
  root: "/",
  zookeeper: "/zookeeper",
  quota: "/zookeeper/quota",
  config: "/zookeeper/config",
} as const;

const reservedPaths: ReadonlySet<string> = new Set(Object.values(reserved));

export function isReserved(path: string): boolean {
  return reservedPaths.has(path);
}

/** The parent's path as the tree knows it, the root being ""; null for a path without a slash. */
export function parentOf(path: string): string | null {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? null : path.slice(0, slash);
}

/** How watchers and clients call a node that the tree knows by this path. */
export function publicPath(path: string): string {
  return path === "" ? "/" : path;
}

const SLASH = 0x2f;
const DOT = 0x2e;

/**
 * Whether a node may have this name (ZooKeeper's `PathUtils.validatePath`): absolute, no empty
 * component, none that is "." or "..", no slash at the end, no character that cannot be shown.
 */
export function isValidPath(path: string): boolean {
  if (path.charCodeAt(0) !== SLASH) return false;
  const { length } = path;
  if (length === 1) return true;
  let start = 1;
  for (let i = 1; i <= length; i += 1) {
    const code = i === length ? SLASH : path.charCodeAt(i);
    if (code === SLASH) {
      if (i === start || isDots(path, start, i)) return false;
      start = i + 1;
    } else if (isForbidden(code)) return false;
  }
  return true;
}

/** Whether the component is "." or "..". */
function isDots(path: string, start: number, end: number): boolean {
  if (end - start > 2 || path.charCodeAt(start) !== DOT) return false;
  return end - start === 1 || path.charCodeAt(start + 1) === DOT;
}

/** Control characters, surrogates, private use and the last code units of the basic plane. */
function isForbidden(code: number): boolean {
  if (code > 0x1f && code < 0x7f) return false;
  if (code <= 0x9f) return true;
  return (code >= 0xd800 && code <= 0xf8ff) || code >= 0xfff0;
}
