/** What a command cannot do; all commands begin each such line in the same way. */
export function complain(command: string, problem: string): void {
  for (const line of problem.split("\n")) process.stderr.write(`zabkeeper ${command}: ${line}\n`);
}
