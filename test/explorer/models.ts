import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readModel, type Model } from "#explorer";

const models = fileURLToPath(new URL("../../spec/models/", import.meta.url));

export function cfgText(name: string): string {
  return readFileSync(`${models}${name}.cfg`, "utf8");
}

export function modelNamed(name: string): Model {
  return readModel(name, cfgText(name));
}

interface Pinned {
  readonly cfg: string;
  readonly distinct: number;
  readonly depth: number;
}

/** What the manifest says that TLC finds. */
export function pinned(name: string): Pinned {
  const entries = JSON.parse(readFileSync(`${models}models.json`, "utf8")) as readonly Pinned[];
  const entry = entries.find(({ cfg }) => cfg === `${name}.cfg`);
  if (entry === undefined) throw new Error(`models.json has no ${name}.cfg`);
  return entry;
}
