// Promise: TLC takes the very steps of the model, each under a name that tells its parameters.
import type { Instance } from "./instances.js";
import type { ModelCfg } from "./model-cfg.js";

/** A generated module beside its configuration, and what its names stand for. */
export interface GraphModule {
  readonly name: string;
  readonly tla: string;
  readonly cfg: string;
  /** The label of each generated operator. */
  readonly labels: ReadonlyMap<string, string>;
}

const NAME = "LabelledGraph";

/**
 * TLC labels a step with the innermost operator that is no mere disjunction. So each instance is a
 * conjunction, `FollowLeader__17 == MCFollowLeader(1, 2) /\ TRUE`, and the label is its name; the
 * number stands for the parameters, because sets and texts fit in no name.
 */
export function graphModule(
  module: string,
  cfg: ModelCfg,
  instances: readonly Instance[],
): GraphModule {
  const labels = new Map<string, string>();
  const operators = instances.map(({ label, step }, index) => {
    const name = `${label.replace(/\W.*$/, "")}__${String(index)}`;
    labels.set(name, label);
    return `${name} == (${step}) /\\ TRUE`;
  });
  const next = [...labels.keys()].map((name) => `  \\/ ${name}`);
  const head = [`---- MODULE ${NAME} ----`, `EXTENDS ${module}`];
  return {
    name: NAME,
    tla: `${[...head, ...operators, "GraphNext ==", ...next, "===="].join("\n")}\n`,
    cfg: cfgOf(cfg),
    labels,
  };
}

/** The model's configuration without what it checks: only its graph is asked for. */
function cfgOf({ init, view, constants }: ModelCfg): string {
  const lines = [...constants].map(([name, value]) =>
    value.startsWith("<- ") ? `  ${name} ${value}` : `  ${name} = ${value}`,
  );
  const head = [`INIT ${init}`, "NEXT GraphNext", "CHECK_DEADLOCK FALSE"];
  return [...head, ...(view === null ? [] : [`VIEW ${view}`]), "CONSTANTS", ...lines, ""].join(
    "\n",
  );
}
