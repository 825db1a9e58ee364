import { fileURLToPath } from "node:url";
import { packageRoot } from "../../test/support/package-root.js";

/** The folder `traces` of this package. */
export const traces = fileURLToPath(new URL("traces", packageRoot));
