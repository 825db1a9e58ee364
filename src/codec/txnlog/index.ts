export * from "./adler32.js";
export * from "./entry.js";
export * from "./file-name.js";
export * from "./log-scanner.js";
export * from "./txn.js";
export * from "./txn-header.js";
export * from "./txn-record.js";
