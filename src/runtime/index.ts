/** The loop: one server on ports, whatever fills them. */
export type { Initial } from "./initial.js";
export { Server, type ServerPorts } from "./server.js";
export { configText, type Member, type Settings } from "./settings.js";
export { bodyOf, payload, type Payload } from "./payload.js";
export type * from "./ports.js";
export { Outbox } from "./outbox.js";
export { Turn } from "./turn.js";
export { SessionIds } from "./clients/session-ids.js";
