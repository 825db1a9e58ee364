/** Drives the reducers of an ensemble through random schedules, and records what servers do. */
export { FolderEvidence, type Evidence } from "./evidence.js";
export { habits, type Habits, type HabitsName } from "./habits.js";
export { simulate, simulating, type Simulated, type Simulation } from "./simulate.js";
export { SimulatorError } from "./simulator-error.js";
