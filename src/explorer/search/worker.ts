import { parentPort, workerData } from "node:worker_threads";
import { production } from "../reducers.js";
import { systemOf } from "../system-of.js";
import { Control } from "./control.js";
import type { Order, Recruit } from "./threads.js";
import { Searcher, type Part } from "./searcher.js";
import type { Segment } from "./segment.js";
import { Visited } from "./visited.js";

// One searcher in a thread of its own: it does what it is told and answers each order once.

const { model, index, workers, control } = workerData as Recruit;
const searcher = new Searcher(
  systemOf(model, production),
  index,
  workers,
  new Control(workers, control),
);

parentPort?.on("message", (order: Order) => {
  if (order.kind === "end") {
    parentPort?.close();
    return;
  }
  parentPort?.postMessage(obey(order));
});

function obey(order: Exclude<Order, { readonly kind: "end" }>): Part | Segment {
  switch (order.kind) {
    case "start":
      return searcher.start(new Visited(order.visited), index === 0);
    case "expand":
      return searcher.expand(order.level, new Visited(order.visited));
    case "resume":
      return searcher.resume(new Visited(order.visited));
    case "parents":
      return searcher.parents;
  }
}
