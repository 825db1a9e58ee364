import type { Summary } from "#state-machine";
import { electionPropertyNames } from "../properties/election-properties.js";
import { zabPropertyNames } from "../properties/zab-properties.js";
import { parseCfg, type Cfg } from "./cfg.js";
import { Constants } from "./constants.js";
import { ModelError } from "./model-error.js";
import type { ElectionModel, Model, ZabModel } from "./model.js";

/**
 * Reads a configuration of MCZab or MCElection. Everything in it has to be understood: a name that
 * the explorer does not know would be a check that it does not make.
 *
 * @param name what messages call it
 */
export function readModel(name: string, text: string): Model {
  const cfg = parseCfg(name, text);
  if (cfg.constants.has("Cap") && cfg.constants.has("Server")) {
    throw new ModelError(`${name}: Zab and the election as one are not for the explorer; use TLC`);
  }
  return cfg.constants.has("Cap") ? electionModel(cfg) : zabModel(cfg);
}

function zabModel(cfg: Cfg): ZabModel {
  const constants = new Constants(cfg);
  constants.replacement("Value", ["Nat"]);
  constants.text("Nobody");
  const names = constants.set("Server");
  for (const server of names) if (!/^\d+$/.test(server)) constants.text(server);
  const voters = constants.subset("Voter", names);
  const named = constants.flag("Named");
  const model: ZabModel = {
    protocol: "zab",
    name: cfg.name,
    names,
    voters: voters.map((voter) => names.indexOf(voter) + 1),
    symmetry: operator(cfg, "SYMMETRY", ["Symmetry"], null) !== null,
    snapWindow: constants.count("SnapWindow"),
    ackUptodate: constants.flag("AckUptodate"),
    maxEpoch: constants.count("MaxEpoch"),
    maxTxn: constants.count("MaxTxn"),
    maxRestart: constants.count("MaxRestart"),
    maxBreak: constants.count("MaxBreak"),
    oracle: constants.choice("Oracle", ["any", "best"]),
    properties: properties(cfg, zabPropertyNames),
    deadlock: deadlock(cfg, operator(cfg, "NEXT", ["MCNext", "MCNextOrStable"])),
  };
  operator(cfg, "INIT", ["MCInit"]);
  view(cfg, named);
  constants.noMore();
  return model;
}

const SUMMARIES: Readonly<Record<string, readonly Summary[]>> = {
  EpochsDiffer: [
    { epoch: 1, zxid: { epoch: 1, counter: 2 } },
    { epoch: 2, zxid: { epoch: 1, counter: 1 } },
  ],
  ZxidsDiffer: [
    { epoch: 1, zxid: { epoch: 1, counter: 1 } },
    { epoch: 1, zxid: { epoch: 1, counter: 2 } },
  ],
};

function electionModel(cfg: Cfg): ElectionModel {
  const constants = new Constants(cfg);
  constants.text("None");
  const names = constants.set("Voter");
  if (names.some((voter, k) => voter !== String(k + 1))) {
    throw new ModelError(`${cfg.name}: Voter is not {1, 2, …}; the election compares server ids`);
  }
  const model: ElectionModel = {
    protocol: "election",
    name: cfg.name,
    names,
    voters: names.map(Number),
    cap: constants.count("Cap"),
    summaries: SUMMARIES[constants.replacement("Summaries", Object.keys(SUMMARIES))] ?? [],
    oneAhead: operator(cfg, "INIT", ["MCInit", "OneAheadInit"]) === "OneAheadInit",
    maxRound: constants.count("MaxRound"),
    maxRestart: constants.count("MaxRestart"),
    maxLeave: constants.count("MaxLeave"),
    maxResend: constants.count("MaxResend"),
    syncFinalize: constants.flag("SyncFinalize"),
    properties: properties(cfg, electionPropertyNames),
    deadlock: deadlock(cfg, operator(cfg, "NEXT", ["MCNext"])),
  };
  operator(cfg, "SYMMETRY", [], null);
  view(cfg, true);
  constants.noMore();
  return model;
}

/** The operator behind a keyword, one of those known; `absent` where the keyword may be missing. */
function operator(cfg: Cfg, keyword: string, known: readonly string[], absent?: null) {
  const found = cfg.operators.get(keyword);
  if (found !== undefined && known.includes(found)) return found;
  if (found === undefined && absent === null) return null;
  const remedy =
    known.length === 0 ? "is not for this protocol" : `must be ${known.join(" or ")} here`;
  throw new ModelError(`${cfg.name}: ${keyword} ${found ?? "is missing: it"} ${remedy}`);
}

/** The name of the last step is no part of a state: left out by VIEW, or never written. */
function view(cfg: Cfg, named: boolean): void {
  if (cfg.operators.has("SPECIFICATION")) {
    throw new ModelError(`${cfg.name}: SPECIFICATION is for liveness; run this model with TLC`);
  }
  if (operator(cfg, "VIEW", ["View"], null) === null && named) {
    throw new ModelError(`${cfg.name}: without VIEW View the steps are part of the states; add it`);
  }
}

function properties(cfg: Cfg, known: readonly string[]): readonly string[] {
  const wanted = [...cfg.invariants, ...cfg.properties];
  for (const property of wanted) {
    if (known.includes(property)) continue;
    throw new ModelError(
      `${cfg.name}: the property ${property} is unknown to the explorer; ` +
        `leave it out or write it in src/explorer/properties`,
    );
  }
  return wanted;
}

function deadlock(cfg: Cfg, next: string | null): Model["deadlock"] {
  if (!cfg.deadlock) return "allowed";
  return next === "MCNextOrStable" ? "error unless stable" : "error";
}
