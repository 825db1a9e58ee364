/** What the system's codes mean to whoever named a file or a host. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EAI_AGAIN: "its name cannot be looked up now",
  ECONNREFUSED: "nobody listens there",
  ECONNRESET: "the other end broke the connection off",
  EEXIST: "it is there already",
  EHOSTUNREACH: "no way leads to that host",
  EINVAL: "the system does not allow it",
  EIO: "the disk fails",
  EISDIR: "it is a folder",
  ELOOP: "its links lead in a circle",
  ENAMETOOLONG: "the name is too long",
  ENETUNREACH: "no way leads to that host",
  ENOENT: "no such file or folder",
  ENOSPC: "the disk is full",
  ENOTDIR: "a part of its path is no folder",
  ENOTEMPTY: "the folder is not empty",
  ENOTFOUND: "no host has that name",
  EPERM: "not permitted",
  EPIPE: "the other end is gone",
  EROFS: "the disk is read-only",
  ETIMEDOUT: "no answer",
};

/** What was to be done where that decides, by the system's name for it. */
const ACTS: Readonly<Record<string, string>> = {
  mkdir: "make it",
  open: "open it",
  rename: "rename it",
  rmdir: "remove it",
  scandir: "list it",
  unlink: "remove it",
};

/** Why the system refused, in plain words; null where the error is none of the system's. */
export function systemReason(error: unknown): string | null {
  const { code, syscall } = Object(error) as NodeJS.ErrnoException;
  if (!(error instanceof Error) || code === undefined || syscall === undefined) return null;
  const act = ACTS[syscall];
  if (code === "EACCES" && act !== undefined) return `${String(REASONS[code])} to ${act}`;
  // Whoever makes a folder is content with one that is there.
  if (code === "EEXIST" && syscall === "mkdir") return "a file is in its place";
  return REASONS[code] ?? code;
}
