import { FrameSplitter } from "../jute/frame-splitter.js";
import { DEFAULT_MAX_BUFFER } from "../jute/limits.js";

/**
 * The frames of a client's connection as its server reads them: requests up to
 * `maxBuffer` bytes (`jute.maxbuffer`), and in place of the very first length
 * one of `words`.
 */
export function clientFrames(
  words: ReadonlySet<string>,
  maxBuffer = DEFAULT_MAX_BUFFER,
): FrameSplitter {
  return new FrameSplitter({ name: "client frame", min: 0, max: maxBuffer, words });
}

/** The frames of a server as its client reads them; replies may be longer than requests. */
export function serverFrames(max = 0x7fffffff): FrameSplitter {
  return new FrameSplitter({ name: "server frame", min: 0, max });
}
