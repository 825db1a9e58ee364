/** What the system's codes mean to whoever named a file. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EEXIST: "it is there already",
  EINVAL: "the system does not allow it",
  EISDIR: "it is a folder",
  ENOENT: "no such file or folder",
  ENOSPC: "the disk is full",
  ENOTDIR: "a part of its path is no folder",
  ENOTEMPTY: "the folder is not empty",
  EPERM: "not permitted",
  EROFS: "the disk is read-only",
};

/** Why the system refused, in plain words; null where the error is none of the system's. */
export function systemReason(error: unknown): string | null {
  const { code, syscall } = Object(error) as NodeJS.ErrnoException;
  if (!(error instanceof Error) || code === undefined || syscall === undefined) return null;
  return REASONS[code] ?? code;
}

/** The same as a line that begins with the path; null as above. */
export function systemProblem(error: unknown): string | null {
  const reason = systemReason(error);
  if (reason === null) return null;
  const { path, dest, syscall } = error as NodeJS.ErrnoException & { dest?: string };
  return `${dest ?? path ?? syscall ?? ""}: ${reason}`;
}
