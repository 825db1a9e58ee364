/** All of Node: sockets, files, clocks, and the start of a server process. */
export {
  startServer,
  type RunningServer,
  type StartOptions,
  type StopReason,
} from "./start-server.js";
export { StartupError } from "./startup-error.js";
export { openEvidence } from "./file-evidence.js";
export { holdName, type HeldName } from "./held-name.js";
export { makeDirectory } from "./make-directory.js";
export { portProblem, probe, tcpNetwork } from "./tcp-network.js";
export { nodeTimers } from "./timers.js";
export * from "./store/index.js";
