import { systemReason } from "#codec";

/** Why the system refused, as a line that begins with the path; null as `systemReason` is. */
export function systemProblem(error: unknown): string | null {
  const reason = systemReason(error);
  if (reason === null) return null;
  const { path, dest, syscall } = error as NodeJS.ErrnoException & { dest?: string };
  return `${dest ?? path ?? syscall ?? ""}: ${reason}`;
}
