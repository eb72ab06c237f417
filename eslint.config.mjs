// Style is prettier's; import boundaries are .dependency-cruiser.cjs; dead code is knip's. Here: types, promises,
// exhaustive switches, honest tests, and the design's own rules (scripts/lint).
import js from "@eslint/js";
import jest from "eslint-plugin-jest";
import tseslint from "typescript-eslint";
import ashlar from "./scripts/lint/plugin.cjs";

const rooms = ["constructs/**/*.ts", "stacks/**/*.ts", "policies/**/*.ts", "cli/**/*.ts"];

const nodeGlobals = Object.fromEntries(
  "AbortController AbortSignal Buffer URL URLSearchParams clearInterval clearTimeout console fetch performance process setImmediate setInterval setTimeout structuredClone TextDecoder TextEncoder"
    .split(" ")
    .map((name) => [name, "readonly"]),
);
const commonJsGlobals = {
  ...nodeGlobals,
  __dirname: "readonly",
  __filename: "readonly",
  module: "writable",
  require: "readonly",
};

const unusedAllowed = { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true };

const noEnum = { selector: "TSEnumDeclaration", message: "no enums; write a union of literals" };
const noDefaultExport = {
  selector: "ExportDefaultDeclaration",
  message: "no default exports; a thing has one name everywhere",
};
const noForeignInstanceof = {
  selector:
    "BinaryExpression[operator='instanceof'][right.type='Identifier'][right.name!=/^(.*Error|.*Exception|Map|Set|Date|RegExp|Promise|URL|Buffer|Uint8Array|ArrayBuffer)$/]",
  message: "two copies of a package break instanceof; recognise our kinds by their Symbol.for mark or their `kind`",
};
const inert = [
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: "the tree is inert; only the CLI and stacks read the environment",
  },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: "the same input gives the same bytes; take the time as an argument",
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: "the same input gives the same bytes; take the time as an argument",
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: "the same input gives the same bytes; nothing here is random",
  },
];
const noDefaultInRenderer = {
  selector:
    "LogicalExpression[operator='??'][right.type='Literal'][right.value!='']:matches([left.type='ChainExpression'], [left.type='MemberExpression'][left.computed=false])",
  message: "defaults live in the component's schema, never in a renderer",
};

export default tseslint.config(
  {
    ignores: [
      "dist/",
      "out/",
      ".cache/",
      "coverage/",
      "docs/",
      "examples/**/out/",
      "test/**/fixtures/**/*.{js,cjs,mjs}",
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  {
    plugins: { ashlar },
    rules: {
      eqeqeq: "error",
      "object-shorthand": "error",
      "no-unused-vars": ["error", unusedAllowed],
      "ashlar/file-name": "error",
      "ashlar/import-order": "error",
    },
  },
  { files: ["**/*.mjs"], languageOptions: { globals: nodeGlobals } },
  { files: ["**/*.cjs"], languageOptions: { sourceType: "commonjs", globals: commonJsGlobals } },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": [
        "error",
        { fixStyle: "separate-type-imports", disallowTypeAnnotations: false },
      ],
      "@typescript-eslint/consistent-type-exports": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-unused-vars": ["error", unusedAllowed],
      "@typescript-eslint/prefer-readonly": "error",
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/return-await": ["error", "error-handling-correctness-only"],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { requireDefaultForNonUnion: true, considerDefaultExhaustiveForUnions: true },
      ],
      "no-restricted-syntax": ["error", noEnum],
    },
  },
  {
    files: rooms,
    rules: {
      "max-lines": ["error", { max: 400 }],
      "no-console": "error",
      "no-restricted-syntax": ["error", noEnum, noDefaultExport, noForeignInstanceof],
    },
  },
  { files: ["constructs/**/*.ts"], rules: { "ashlar/readonly-props": "error", "ashlar/documented-props": "error" } },
  { files: ["constructs/**/*.ts", "stacks/**/*.ts"], rules: { "ashlar/described-schema": "error" } },
  {
    files: ["constructs/**/*.ts"],
    ignores: ["constructs/model/**"],
    rules: { "ashlar/component-constructor": "error" },
  },
  {
    // Renderers and fact readers are total: a default that swallows a kind would lose it in silence.
    files: ["constructs/render/**/*.ts", "constructs/mesh/**/*.ts", "policies/facts/**/*.ts"],
    rules: {
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { requireDefaultForNonUnion: true, considerDefaultExhaustiveForUnions: false },
      ],
    },
  },
  {
    // Keys, certificates and what is kept of them are new and dated by nature; everything else in the library is a function of its input.
    files: ["constructs/**/*.ts"],
    ignores: ["constructs/pki/**", "constructs/secrets/**", "constructs/state/**", "constructs/deploy/**"],
    rules: { "no-restricted-syntax": ["error", noEnum, noDefaultExport, noForeignInstanceof, ...inert] },
  },
  {
    files: ["constructs/render/**/*.ts"],
    rules: {
      "no-restricted-syntax": ["error", noEnum, noDefaultExport, noForeignInstanceof, ...inert, noDefaultInRenderer],
    },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      // Parsed YAML and JSON are looked at freely in a test; a wrong look fails the test by itself.
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
  {
    files: ["test/**/*.test.ts"],
    extends: [jest.configs["flat/recommended"]],
    rules: {
      "jest/expect-expect": ["error", { assertFunctionNames: ["expect", "expect*", "fc.assert"] }],
      "jest/no-duplicate-hooks": "error",
      "jest/no-focused-tests": "error",
      "jest/no-identical-title": "error",
      "jest/no-standalone-expect": [
        "error",
        { additionalTestBlockFunctions: ["afterAll", "beforeAll", "openssltest", "keytooltest"] },
      ],
      "jest/no-test-return-statement": "error",
      "jest/valid-expect": "error",
      "jest/valid-expect-in-promise": "error",
    },
  },
);
