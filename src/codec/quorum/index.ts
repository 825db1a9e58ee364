export * from "./packet.js";
export * from "./packet-stream.js";
export * from "./packet-type.js";
export * from "./payload.js";
