import type { Tools } from "tla2tools-runner";

/** How TLC is asked; everything has a default. */
export interface TlcOptions {
  /** The folder with Zab.tla. Default: `spec/` of this package. */
  readonly specDir?: string | undefined;
  /** Java and the TLA+ tools, when they were found already. */
  readonly tools?: Tools | undefined;
  /** Java's largest heap. Default 2 GB. */
  readonly heap?: string | undefined;
  /** Kills TLC. */
  readonly signal?: AbortSignal | undefined;
  /** Kills one start of TLC after so many milliseconds. Default: 15 minutes. */
  readonly timeoutMs?: number | undefined;
  /** A run is cut into pieces of so many steps. Default 4,000. */
  readonly pieceSteps?: number | undefined;
  /** Is told how many steps TLC has judged. */
  readonly judged?: ((steps: number) => void) | undefined;
}
