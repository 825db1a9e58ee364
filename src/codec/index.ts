/*
 * The codecs: ZooKeeper's bytes to plain values and back. No I/O here, and no
 * decoder throws on bad bytes: it returns `Decoded<T>`, or, for streams, sets
 * `error` and hands out nothing more.
 *
 *   jute/      Reader, Writer, `RecordCodec<T>` with `decode` and `encode`, limits, zxid and
 *              session id helpers, FrameSplitter (length-prefixed frames), ByteStream
 *   client/    port 2181: frames and four-letter words, connect records, headers, the record of
 *              every operation, `appendReply`/`appendRequest`, opcodes, error codes
 *   quorum/    port 2888: packets, the unframed packet stream, payloads
 *   election/  port 3888: introduction and notifications
 *   txnlog/    log files: entry bodies (also the data of PROPOSAL and INFORM), framing, scanning
 *   snapshot/  snapshot files and the SNAP stream
 *   config/    zoo.cfg
 *   trace/     recorded runs
 *
 * Shapes on hot paths. A zxid is `{epoch, counter}`. A session id is two signed
 * 32-bit halves, `sessionHi` and `sessionLo`, in every record: V8 keeps those as
 * small integers, and no request is matched through BigInt or text;
 * `sessionIdToHex` is for people. A long that is a time or a size is a safe
 * integer. Decoded buffers are views of what was decoded: whoever keeps one
 * beyond the turn copies it, or keeps the whole chunk alive.
 */
export * from "./client/index.js";
export * from "./config/index.js";
export * from "./election/index.js";
export * from "./jute/index.js";
export * from "./quorum/index.js";
export * from "./snapshot/index.js";
export * from "./txnlog/index.js";
export * from "./trace/index.js";
