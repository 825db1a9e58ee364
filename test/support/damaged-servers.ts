import { packageRoot } from "./package-root.js";

/** Processes started meanwhile make a mistake. */
export async function withDamagedReducers<T>(work: () => Promise<T>): Promise<T> {
  const { href } = new URL("dist/test/support/damaged-reducer.js", packageRoot);
  const before = process.env.NODE_OPTIONS ?? "";
  process.env.NODE_OPTIONS = `${before} --import ${href}`;
  try {
    return await work();
  } finally {
    process.env.NODE_OPTIONS = before;
  }
}
