/** What the far side needs to know. */
export interface RemoteWorker {
  /** Size of the jar, which comes first on standard input. */
  readonly jarBytes: number;
  /** Flags of Java, the class path apart. */
  readonly jvmFlags: readonly string[];
  readonly mainClass: string;
  readonly arguments: readonly string[];
}

/**
 * The shell line that runs a worker on another machine, which needs a `java` and nothing else.
 *
 * The jar arrives on standard input. When that ends, whoever started the worker is gone, and the
 * worker ends too: killing ssh alone would leave it behind. Background commands of sh read from
 * nowhere, so the input is kept under a number of its own.
 */
export function remoteScript({ jarBytes, jvmFlags, mainClass, ...rest }: RemoteWorker): string {
  const java = ["exec", "java", ...jvmFlags.map(quote), '-Djava.io.tmpdir="$d"'];
  java.push("-cp", '"$d/tla2tools.jar"', mainClass, ...rest.arguments.map(quote));
  return [
    "d=$(mktemp -d) || exit 1",
    `trap 'kill -9 $w $c 2>/dev/null; rm -rf "$d"' EXIT`,
    "trap 'exit 1' HUP INT TERM",
    `head -c ${String(jarBytes)} >"$d/tla2tools.jar" || exit 1`,
    'cd "$d" || exit 1',
    "exec 3<&0 </dev/null",
    `(${java.join(" ")}) 3<&- & w=$!`,
    "(cat <&3 >/dev/null; kill -9 $w) >/dev/null 2>&1 & c=$!",
    "wait $w",
  ].join("\n");
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
