import type { TlcOptions } from "../tlc-options.js";
import type { TlcResult } from "../tlc-result.js";

/** What TLC shall check with workers that may stand on other machines. */
export interface DistributedOptions extends Pick<
  TlcOptions,
  | "module"
  | "config"
  | "libraries"
  | "tools"
  | "heap"
  | "signal"
  | "timeoutMs"
  | "tempDir"
  | "onStart"
  | "onProgress"
> {
  /**
   * Where workers run, one each; a host named twice has two. `localhost`, `127.0.0.1` and `::1`
   * are processes of this machine with one thread each; any other host is reached by ssh, and its
   * worker takes all cores.
   */
  readonly hosts: readonly string[];
  /** The command that runs a line on a host: its words, before the host. */
  readonly ssh?: readonly string[] | undefined;
  /** Of the server's registry. Default: a free one. */
  readonly port?: number | undefined;
  /** The name under which workers reach this machine. Default: its own, or 127.0.0.1. */
  readonly address?: string | undefined;
  /** Called when a worker is ready to work, with its host. */
  readonly onWorkerReady?: ((host: string) => void) | undefined;
  /** Called when a worker dies whose work the others take over. */
  readonly onWorkerLost?: ((reason: string) => void) | undefined;
}

/** What a distributed run says. Its distinct states are exact; generated and depth are not. */
export interface DistributedResult extends TlcResult {
  /** Whether the violated property was named by a second run, in one process. */
  readonly rerun: boolean;
  /** Workers that died on the way, one line each. */
  readonly workersLost: readonly string[];
}

/** Nobody is there to type a password. */
export const DEFAULT_SSH = ["ssh", "-o", "BatchMode=yes"] as const;

/** Whether a worker for this host is a process of this machine. */
export function isLocal(host: string): boolean {
  return host === "localhost" || host === "127.0.0.1" || host === "::1";
}
