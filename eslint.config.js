import tseslint from "typescript-eslint";

const clockAndChance = [
  { name: "Date", message: "The core and the service have no clock: time comes with the event." },
  { name: "setTimeout", message: "Nothing waits here: time comes with the event." },
  { name: "setInterval", message: "Nothing waits here: time comes with the event." },
];
const noChance = {
  object: "Math",
  property: "random",
  message: "Chance is settled outside, in the event.",
};
const coreSyntax = [
  { selector: "AwaitExpression", message: "A step never waits." },
  {
    selector: "ThrowStatement",
    message: "The core refuses with `enabled`, asserts with invariant.",
  },
  { selector: "ClassDeclaration", message: "State is a readonly record; classes only in data/." },
];

export default tseslint.config(
  { ignores: ["**/dist/**", "node_modules/**", "coverage/**"] },
  ...tseslint.configs.recommended,
  {
    rules: {
      eqeqeq: "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-console": "off",
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_" },
      ],
    },
  },
  {
    files: ["src/state-machine/**/*.ts", "src/service/**/*.ts"],
    rules: {
      "no-restricted-globals": ["error", ...clockAndChance],
      "no-restricted-properties": ["error", noChance],
    },
  },
  {
    files: ["src/state-machine/**/*.ts"],
    ignores: ["src/state-machine/data/**", "src/state-machine/invariant.ts"],
    rules: { "no-restricted-syntax": ["error", ...coreSyntax] },
  },
);
