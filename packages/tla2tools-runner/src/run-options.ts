import type { Tools } from "./tools.js";

/** What every run of a tool takes. */
export interface RunOptions {
  /** Path of the module's `.tla` file. */
  readonly module: string;
  /** Folders with further modules; the module's own folder comes first, without being named. */
  readonly libraries?: readonly string[] | undefined;
  /** Default: `resolveTools()`. */
  readonly tools?: Tools | undefined;
  /** Kills the run. */
  readonly signal?: AbortSignal | undefined;
  /** Kills the run after so many milliseconds. Default: never. */
  readonly timeoutMs?: number | undefined;
  /** Where the run's own temporary folder is made. Default: the system's. */
  readonly tempDir?: string | undefined;
  /** Further flags for Java, behind those of the runner. */
  readonly jvmFlags?: readonly string[] | undefined;
  /** Called once with the id of the Java process, which leads a process group. */
  readonly onStart?: ((pid: number) => void) | undefined;
}
