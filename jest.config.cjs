"use strict";
// One jest project a lane, so that `npx jest path/to/file` finds any test and `--selectProjects live` runs one lane.
// `npm test` (scripts/test.mjs) runs the lanes one after another and adds them up.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const lanes = ["unit", "conformance", "golden", "live"];
const rooms = ["constructs", "stacks", "policies", "cli", "examples", "tools", "test"];

// Published as ES modules only; our sources reach them through `import()`, which jest turns into a `require`.
const esmOnly = ["@kubernetes/client-node", "openid-client", "oauth4webapi", "jose"];

const base = {
  rootDir: __dirname,
  roots: rooms.map((room) => join(__dirname, room)).filter((room) => existsSync(room)),
  testEnvironment: "node",
  modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/out/"],
  moduleNameMapper: {
    "^ashlar$": "<rootDir>/constructs/index.ts",
    "^ashlar/stacks$": "<rootDir>/stacks/index.ts",
    "^ashlar/cdk8s$": "<rootDir>/constructs/render/kubernetes/chart.ts",
    "^ashlar/policies$": "<rootDir>/policies/index.ts",
    "^ashlar/pulumi$": "<rootDir>/constructs/deploy/index.ts",
    "^ashlar/testing$": "<rootDir>/constructs/testing.ts",
  },
  transform: {
    "^.+\\.[cm]?[jt]s$": [
      "@swc/jest",
      {
        swcrc: false,
        jsc: { target: "es2022", parser: { syntax: "typescript" }, keepClassNames: true },
        module: { type: "commonjs" },
        sourceMaps: "inline",
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join("|")})/)`],
};

const projects = lanes.map((lane) =>
  lane === "unit"
    ? {
        ...base,
        displayName: lane,
        testMatch: ["<rootDir>/test/**/*.test.ts"],
        testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/(conformance|golden|live)/"],
      }
    : {
        ...base,
        displayName: lane,
        testMatch: [`<rootDir>/test/${lane}/**/*.test.ts`],
      },
);

// Jest takes this for all projects or not at all; live suites set a longer one of their own.
module.exports = { projects, testTimeout: 60_000 };
