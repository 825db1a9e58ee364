/** All of Node: sockets, files, clocks, and the start of a server process. */
export {
  startServer,
  StartupError,
  type RunningServer,
  type StartOptions,
  type StopReason,
} from "./start-server.js";
