/** The files of a server: its ordered disk queue, and what a start makes of them. */
export * from "./directories.js";
export * from "./file-disk.js";
export * from "./files.js";
export * from "./lock.js";
export * from "./purge.js";
export * from "./recover.js";
export * from "./store-error.js";
