import { ElectionSystem } from "./election/election-system.js";
import type { Model } from "./model/model.js";
import type { Reducers } from "./reducers.js";
import type { System } from "./system.js";
import { ZabSystem } from "./zab/zab-system.js";

/** The closed system of a model, with these reducers as its servers. */
export function systemOf(model: Model, reducers: Reducers): System {
  return model.protocol === "zab"
    ? new ZabSystem(model, reducers)
    : new ElectionSystem(model, reducers);
}
