// Promise: everything is found from the compiled file, wherever the command is called.
import { fileURLToPath } from "node:url";

const inRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const SPEC = inRoot("spec");
export const REDUCERS = inRoot("src/state-machine");
export const COMPILED = inRoot("dist/src/state-machine");
export const DOCS = inRoot("docs/bugs");
export const CATALOGUE = inRoot("docs/bugs/catalogue.json");
