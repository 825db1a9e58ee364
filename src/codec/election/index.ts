export * from "./election-stream.js";
export * from "./introduction.js";
export * from "./limits.js";
export * from "./notification.js";
