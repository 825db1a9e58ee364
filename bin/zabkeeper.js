#!/usr/bin/env node
// The command: everything it does is compiled from src/cli.
import { existsSync } from "node:fs";

const compiled = new URL("../dist/src/cli/main.js", import.meta.url);

if (existsSync(compiled)) {
  const words = new URL("../dist/src/codec/config/system-reason.js", import.meta.url);
  const { systemReason } = await import(words.href);
  process.stdout.on("error", (error) => {
    // A reader that has seen enough, as in `zabkeeper cli ls -R / | head`, is no error; what was
    // asked for goes on, for its exit code and its reports.
    if (error.code === "EPIPE") return;
    const reason = systemReason(error) ?? error.message;
    process.stderr.write(`zabkeeper: standard output cannot be written: ${reason}\n`);
    process.exit(74);
  });
  const { main } = await import(compiled.href);
  process.exitCode = await main(process.argv.slice(2));
} else {
  process.stderr.write(
    "zabkeeper: not built yet: `npm start` builds it, or `npm install` and then `npm run build`\n",
  );
  process.exitCode = 1;
}
