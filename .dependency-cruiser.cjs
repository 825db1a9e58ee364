// Who may import whom. Layers import each other through doors only: the `#` paths of package.json,
// which resolve to compiled index files under dist/.
const core = "^src/state-machine/";
const doorOf = (layer) => `^dist/${layer}/index[.](js|d[.]ts)$`;
const runner = "^packages/tla2tools-runner/";
const npm = (...names) => names.map((name) => `node_modules/(@types/)?${name}(/|$)`);

const forbid = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });
/** Files under `from` import each other and what is listed; Node has a rule to itself. */
const layer = (name, comment, from, mayImport) =>
  forbid(
    name,
    comment,
    { path: from },
    { pathNot: [from, ...mayImport], dependencyTypesNot: ["core"] },
  );

module.exports = {
  forbidden: [
    layer("core", "The state machine imports nothing but itself.", core, []),
    layer("codec", "A codec knows the core's door and io-ts.", "^src/codec/", [
      doorOf("src/state-machine"),
      ...npm("io-ts", "fp-ts"),
    ]),
    layer("service", "The service knows itself and the codecs.", "^src/service/", [
      doorOf("src/codec"),
      doorOf("src/state-machine"),
    ]),
    layer("loop", "The server loop knows ports, not what fills them.", "^src/runtime/(?!node/)", [
      doorOf("src/state-machine"),
      doorOf("src/codec"),
      doorOf("src/service"),
    ]),
    layer("node", "Node's ports know the loop.", "^src/runtime/node/", [
      doorOf("src/state-machine"),
      doorOf("src/codec"),
      doorOf("src/service"),
      doorOf("src/runtime"),
    ]),
    layer("client", "The client knows the codecs.", "^src/client/", [doorOf("src/codec")]),
    layer("explorer", "The explorer knows the reducers and Node.", "^src/explorer/", [
      doorOf("src/state-machine"),
    ]),
    layer("judge", "The judge shares no code with the witness.", "^conformance/", [
      doorOf("src/codec"),
      runner,
      ...npm(
        "io-ts",
        "fp-ts",
        "typescript",
        "@rgrove/parse-xml",
        "pure-rand",
        "prettier",
        "sarif",
        "piscina",
      ),
    ]),
    layer("bugs", "The catalogue knows the explorer and the reducers.", "^bugs/", [
      doorOf("src/state-machine"),
      doorOf("src/explorer"),
      doorOf("conformance/command"),
      runner,
      ...npm("io-ts", "fp-ts", "typescript", "prettier"),
    ]),
    layer("simulator", "The simulator knows reducers and codecs.", "^simulator/(?!mutants/)", [
      doorOf("src/state-machine"),
      doorOf("src/explorer"),
      doorOf("src/codec"),
      doorOf("conformance/command"),
    ]),
    layer("reducer-mutants", "Simulator and judge meet here.", "^simulator/", [
      doorOf("src/state-machine"),
      doorOf("src/explorer"),
      doorOf("src/codec"),
      doorOf("conformance"),
      doorOf("conformance/command"),
      doorOf("bugs"),
      ...npm("io-ts", "fp-ts", "prettier", "typescript"),
    ]),
    layer("agreement", "Both sides meet here, through their doors.", "^agreement/", [
      doorOf("src/explorer"),
      doorOf("conformance/command"),
      doorOf("conformance/graph"),
      doorOf("conformance/models"),
      runner,
    ]),
    forbid(
      "node-api",
      "Only src/runtime/node, src/client and src/cli touch Node from src/.",
      { path: "^src/(state-machine|codec|service|runtime/[^/]+[.]ts$|runtime/(?!node/))" },
      { dependencyTypes: ["core"] },
    ),
    forbid(
      "no-action-calls",
      "What two actions share is an operator.",
      { path: core, pathNot: "/(actions|index)[.]ts$" },
      { path: `${core}.+/[A-Z][A-Za-z]+[.]ts$`, pathNot: "/(BeginSync|SyncModes)[.]ts$" },
    ),
    forbid("no-cycles", "Two files that need each other are one file.", {}, { circular: true }),
    forbid(
      "tests-are-leaves",
      "Move what is worth sharing out of test/.",
      { pathNot: "(^|/)test/" },
      { path: "(^|/)test/", pathNot: "node_modules" },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    doNotFollow: { path: ["node_modules", "^dist/", "/dist/"] },
    exclude: { path: ["\\.d\\.ts$"] },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node"] },
  },
};
