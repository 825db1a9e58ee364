export { distance, nearest } from "./nearest.js";
export { configDirectories, parseConfig } from "./parse-config.js";
export { printable } from "./printable.js";
export { formatProperty, parseProperties } from "./properties.js";
export type { Properties, Property } from "./properties.js";
export { describeFault, describeWarning, formatServerLine } from "./server-config.js";
export type {
  ConfigContext,
  ConfigFault,
  ConfigWarning,
  ParsedConfig,
  ServerConfig,
  ServerLine,
  ServerRole,
} from "./server-config.js";
export { systemReason } from "./system-reason.js";
