import { resolveJar, type JarOptions, type ToolsJar } from "./jar.js";
import { findJava, type Java } from "./java.js";

/** Java and the TLA+ tools, found and checked once; hand them to as many runs as you like. */
export interface Tools {
  readonly java: Java;
  readonly jar: ToolsJar;
}

/** Where to look; everything has a default. */
export interface ToolsOptions extends JarOptions {
  /** Path of a `java` binary. Default: `JAVA_HOME/bin/java`, then `java` on the PATH. */
  readonly java?: string | undefined;
}

/**
 * Finds and checks Java and the TLA+ tools.
 *
 * @throws RunnerError with one line that names what is missing and the remedy.
 */
export async function resolveTools(options: ToolsOptions = {}): Promise<Tools> {
  const java = await findJava(options.java, options.env);
  return { java, jar: await resolveJar(options) };
}
