// Loads `conformance/tla` into a realm without any name of Node's, as a browser would, and has it
// work on the model tiny. The argument says whether generated code is allowed there.
import { existsSync, readFileSync } from "node:fs";
import vm from "node:vm";
import * as here from "#conformance/tla";

const strings = process.argv[2] === "allowed";
const root = new URL("../../../../", import.meta.url);
const context = vm.createContext({}, { codeGeneration: { strings, wasm: false } });

const modules = new Map();
const load = (url) => {
  let module = modules.get(url.href);
  if (module === undefined) {
    module = new vm.SourceTextModule(readFileSync(url, "utf8"), {
      context,
      identifier: url.href,
    });
    modules.set(url.href, module);
  }
  return module;
};
const door = load(new URL("dist/conformance/tla/index.js", root));
await door.link((name, from) => {
  if (!name.startsWith(".")) throw new Error(`${from.identifier} imports ${name}`);
  return load(new URL(name, from.identifier));
});
await door.evaluate();
const { compile, explore, fromCode, interpreter, loadSpec, parseConfig, ValueTable } =
  door.namespace;

const textOf = (module) => {
  const folder = module.startsWith("MC") ? "spec/models" : "spec";
  const url = new URL(`${folder}/${module}.tla`, root);
  return existsSync(url) ? readFileSync(url, "utf8") : undefined;
};
const spec = loadSpec("MCZab", textOf);
const config = parseConfig(readFileSync(new URL("spec/models/tiny.cfg", root), "utf8"), "tiny.cfg");

const explored = (program) => {
  const { distinct, generated, depth } = explore(program, config);
  return { distinct, generated, depth };
};
const firstSteps = (evaluator) => {
  let steps = 0;
  evaluator.initial((state) => evaluator.successors(state, () => (steps += 1)));
  return steps;
};
const compiled = () => {
  const program = compile(spec, config);
  return { ...explored(program), firstSteps: firstSteps(program) };
};
const source = here.programSource(spec, config);
const emitted = new vm.SourceTextModule(`export default ${source}`, { context });
await emitted.link(() => undefined);
await emitted.evaluate();

const said = {
  compiled: null,
  emitted: explored(fromCode(emitted.namespace.default, spec, config)),
  interpreted: { firstSteps: firstSteps(interpreter(spec, config, new ValueTable())) },
};
try {
  said.compiled = compiled();
} catch (error) {
  said.compiled = error.name;
}
process.stdout.write(JSON.stringify(said));
