export * from "./format.js";
export * from "./snapshot-reader.js";
export * from "./snapshot-writer.js";
export * from "./validity.js";
