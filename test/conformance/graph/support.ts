import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { packageRoot } from "../../support/package-root.js";

export const specDir = fileURLToPath(new URL("spec", packageRoot));

/** A copy of the specs that a test may change; `dispose` removes it. */
export interface SpecCopy {
  readonly dir: string;
  /** Replaces the one place where `from` stands in a file. */
  edit(file: string, from: string, to: string): void;
  dispose(): void;
}

export function copySpec(): SpecCopy {
  const dir = mkdtempSync(join(tmpdir(), "zabkeeper-spec-"));
  cpSync(specDir, dir, { recursive: true });
  return {
    dir,
    edit: (file, from, to) => {
      const path = join(dir, file);
      const parts = readFileSync(path, "utf8").split(from);
      if (parts.length !== 2) throw new Error(`${file}: ${from} stands ${parts.length - 1} times`);
      writeFileSync(path, parts.join(to));
    },
    dispose: () => {
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
