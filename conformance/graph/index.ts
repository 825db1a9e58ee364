/**
 * Labelled state graphs: what TLC says a model's graph is, whether another one is the same, and
 * the certificate that it was.
 */
export {
  certify,
  differences,
  readCertificate,
  summarize,
  writeCertificate,
  type Certificate,
  type GraphSummary,
} from "./certificate.js";
export { canonicalText } from "./canonical.js";
export { definitions, reachable, withoutComments } from "./definitions.js";
export { dotLine, readDot, type DotLine } from "./dot.js";
export { StateReader } from "./state-text.js";
export { compareGraphs, type Comparison, type Difference } from "./compare.js";
export { GraphError } from "./errors.js";
export { Graph, type Edge, type StateLines } from "./graph.js";
export { loadGraphModel, type GraphModel } from "./model.js";
export { stateHash } from "./state-hash.js";
export { tlcGraph, type TlcGraphOptions } from "./tlc-graph.js";
