"use strict";
const { existsSync, readFileSync } = require("node:fs");

// The rooms and who may import whom: docs/architecture.md draws it, this file enforces it, test/lint/boundaries.test.ts
// proves that it bites. Imports run downwards only. Packages are matched by their folder in node_modules.

const packages = (...names) => `node_modules/(${names.join("|")})/`;
const sources = "^(constructs|stacks|policies|cli|services)/";
const parts = "model|mesh|pki|secrets|state|render|deploy";
const component = `^constructs/(?!(?:${parts})/)([^/]+)/`;
const ownRooms = "^(constructs|stacks|policies|cli|services|examples|test|tools|scripts)/";
const outside = "^(test|tools|scripts|examples)/";

/** The files that constructs/index.ts gives out: what is public for users is public for neighbours, and nothing else is. */
function publicFiles(index = "constructs/index.ts") {
  const text = existsSync(index) ? readFileSync(index, "utf8") : "";
  return [...text.matchAll(/from "\.\/([a-z0-9/-]+)"/g)].map(([, file]) => `^constructs/${file}\\.ts$`);
}

/** A rule that breaks the build: its comment is the cure. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

/** An empty list of exceptions would except everything. */
const withoutEmpty = (side) => Object.fromEntries(Object.entries(side).filter(([, value]) => value.length !== 0));

/** A room that may import nothing but what is listed: our files by path, packages and builtins by name. */
function room(name, comment, from, { files, npm = [], builtins = [], except = [] }) {
  const allowed = [...files, ...(npm.length > 0 ? [packages(...npm)] : [])];
  return [
    forbid(name, comment, { path: from }, { pathNot: allowed, dependencyTypesNot: ["core"] }),
    ...(builtins === "any"
      ? []
      : [
          forbid(
            `${name}-builtins`,
            comment,
            { path: from, pathNot: except },
            { dependencyTypes: ["core"], pathNot: builtins.map((it) => `^(node:)?${it}$`) },
          ),
        ]),
  ].map((rule) => ({ ...rule, from: withoutEmpty(rule.from), to: withoutEmpty(rule.to) }));
}

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    // What holds everywhere.
    forbid(
      "no-cycles",
      "two files that need each other at run time are one file, or lack a third",
      { path: ownRooms },
      {
        circular: true,
        viaOnly: { dependencyTypesNot: ["type-only"] },
      },
    ),
    forbid("no-orphans", "nothing imports it and it imports nothing: delete it", { orphan: true, path: sources }, {}),
    forbid(
      "no-unresolvable",
      "the import leads nowhere",
      { path: ownRooms },
      { couldNotResolve: true, pathNot: "^ashlar(/|$)" },
    ),
    forbid(
      "no-dev-dependency",
      "users do not get our development dependencies: move it to dependencies, or do without it",
      { path: sources },
      { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["npm", "npm-peer"] },
    ),
    forbid(
      "no-undeclared-package",
      "declare the package in package.json; today it is there by luck",
      { path: sources },
      // What is said of an optional peer in peerDependenciesMeta is taken for a kind of dependency that nobody knows.
      { dependencyTypes: ["npm-no-pkg", "npm-unknown"], dependencyTypesNot: ["npm", "npm-peer"] },
    ),
    forbid(
      "no-barrel",
      "index files are for users; inside, import the file that holds the thing",
      { path: sources, pathNot: ["/index\\.ts$"] },
      { path: "/index\\.ts$", pathNot: ["node_modules/"] },
    ),
    forbid(
      "sources-import-no-tests",
      "what is published cannot reach tests, tools, scripts or examples",
      { path: sources },
      { path: outside },
    ),

    // constructs/
    forbid(
      "constructs-are-below",
      "the library knows no stack, policy, service or command",
      { path: "^constructs/" },
      { path: "^(stacks|policies|cli|services)/" },
    ),
    ...room(
      "model-stands-alone",
      "the model imports zod and constructs alone; of Node the hash for its names, and one file reads assets",
      "^constructs/model/",
      {
        files: ["^constructs/model/"],
        npm: ["zod", "constructs"],
        builtins: ["crypto"],
        except: ["^constructs/model/asset\\.ts$"],
      },
    ),
    ...room(
      "components-import-model",
      "a component imports the model, its own folder and other components",
      component,
      {
        files: ["^constructs/model/", component],
        npm: ["zod", "constructs"],
        builtins: "any",
      },
    ),
    forbid(
      "components-meet-in-public",
      "of another component its image facts are public, and the files that constructs/index.ts exports from",
      { path: component },
      { path: component, pathNot: ["^constructs/$1/", "/images\\.ts$", ...publicFiles()] },
    ),
    ...room("mesh-imports-model", "sidecars and tunnels are made of the model", "^constructs/mesh/", {
      files: ["^constructs/(mesh|model)/"],
    }),
    ...room(
      "pki-and-secrets-import-model",
      "keys and recipes know the model and the libraries for them",
      "^constructs/(pki|secrets)/",
      {
        files: ["^constructs/(pki|secrets|model)/"],
        npm: ["pkijs", "asn1js", "@noble/curves", "zod"],
        builtins: "any",
      },
    ),
    ...room(
      "state-keeps-material",
      "what an environment keeps is made of keys, secrets and the lists that a render leaves",
      "^constructs/state/",
      {
        files: ["^constructs/(state|pki|secrets|model|render)/"],
        npm: ["zod", "@kubernetes/client-node"],
        builtins: "any",
      },
    ),
    forbid(
      "state-sees-renders-by-type",
      "init fills what a render listed and renders nothing itself: write `import type`",
      { path: "^constructs/state/" },
      { path: "^constructs/render/", dependencyTypesNot: ["type-only"] },
    ),
    forbid(
      "crypto-libraries-in-pki-and-secrets",
      "keys and certificates are made in constructs/pki and constructs/secrets, so that there is one place to audit",
      { path: sources, pathNot: ["^constructs/(pki|secrets)/"] },
      { path: packages("pkijs", "asn1js", "@noble/curves", "jose") },
    ),
    ...room("render-imports-primitives", "a renderer sees primitives, never a component", "^constructs/render/", {
      files: ["^constructs/(render|model|mesh)/"],
      npm: [
        "zod",
        "constructs",
        "js-yaml",
        "@types/js-yaml",
        "fast-json-patch",
        "cdk8s",
        "cdk8s-plus-28",
        "@dagrejs/dagre",
      ],
      builtins: "any",
    }),
    forbid(
      "render-targets-are-strangers",
      "a target's renderer imports what targets share, never another target",
      { path: "^constructs/render/(compose|kubernetes)/" },
      { path: "^constructs/render/(compose|kubernetes)/", pathNot: ["^constructs/render/$1/"] },
    ),
    forbid(
      "render-shares-no-target",
      "what targets share knows none of them",
      { path: "^constructs/render/", pathNot: ["^constructs/render/(compose|kubernetes)/"] },
      { path: "^constructs/render/(compose|kubernetes)/" },
    ),
    forbid(
      "layout-library-in-pictures",
      "only constructs/render/topology/svg lays pictures out, so that no other command loads what that takes",
      { path: sources, pathNot: ["^constructs/render/topology/svg/"] },
      { path: packages("@dagrejs/dagre") },
    ),
    forbid(
      "cdk8s-in-one-room",
      "only constructs/render/kubernetes imports cdk8s and cdk8s-plus-28",
      { path: sources, pathNot: ["^constructs/render/kubernetes/"] },
      { path: packages("cdk8s", "cdk8s-plus-[0-9]+") },
    ),
    forbid(
      "cdk8s-plus-for-types",
      "cdk8s-plus-28 takes half a second to load and is needed for its types alone: write `import type`",
      { path: sources },
      { path: packages("cdk8s-plus-[0-9]+"), dependencyTypesNot: ["type-only"] },
    ),

    ...room(
      "deploy-registers-artifacts",
      "a deployment registers what a renderer made and fills it as init would; it renders and signs nothing itself",
      "^constructs/deploy/",
      {
        files: ["^constructs/(deploy|render|state|secrets|model)/"],
        npm: ["@pulumi/(pulumi|kubernetes|random|tls)", "@kubernetes/client-node"],
        builtins: "any",
      },
    ),
    forbid(
      "deploy-is-loaded-by-pulumi",
      "only the program of Pulumi.yaml and programs of users load constructs/deploy, so that synth never loads Pulumi",
      { path: sources, pathNot: ["^constructs/deploy/", "^stacks/pulumi/"] },
      { path: "^constructs/deploy/", dependencyTypesNot: ["type-only"] },
    ),
    forbid(
      "pulumi-program-is-a-leaf",
      "nothing imports the program of Pulumi.yaml",
      { path: sources, pathNot: ["^stacks/pulumi/"] },
      { path: "^stacks/pulumi/" },
    ),

    // stacks/, policies/, cli/, services/
    ...room("stacks-compose-constructs", "a stack is a config schema and constructs", "^stacks/(?!pulumi/)", {
      files: ["^(stacks|constructs)/"],
      npm: ["zod", "constructs", "dotenv", "jiti", "js-yaml", "@types/js-yaml"],
      builtins: "any",
    }),
    forbid(
      "policies-import-artifact-types",
      "a policy reads what was rendered; of the library it imports types, the model, and what is known of published secrets",
      { path: "^policies/" },
      {
        path: "^constructs/(?!model/|secrets/(?:weak|demo-values)\\.ts$)",
        dependencyTypesNot: ["type-only"],
      },
    ),
    forbid(
      "policies-are-no-stack",
      "policies judge any artifact, not ours alone",
      { path: "^policies/" },
      { path: "^(stacks|cli|services)/" },
    ),
    forbid(
      "rules-see-facts-by-type",
      "a rule is a pure function of the facts it is handed: write `import type`",
      { path: "^policies/rules/" },
      {
        path: "^policies/facts/",
        dependencyTypesNot: ["type-only"],
      },
    ),
    forbid(
      "rules-are-pure",
      "a rule has no input but its facts and its config",
      { path: "^policies/rules/" },
      { dependencyTypes: ["core"] },
    ),
    forbid(
      "rules-stand-alone",
      "one rule a file, and none leans on another",
      { path: "^policies/rules/" },
      { path: "^policies/(rules|packs|admission)/" },
    ),
    forbid(
      "facts-know-no-rules",
      "facts are what is there, not what should be",
      { path: "^policies/facts/" },
      { path: "^policies/(rules|packs|admission)/" },
    ),
    forbid(
      "packs-load-pulumi-alone",
      "packs are run by the Pulumi engine; whatever imports them would load its SDK",
      { path: sources, pathNot: ["^policies/packs/"] },
      { path: "^policies/packs/" },
    ),
    forbid(
      "started-packs-are-imported-by-nothing",
      "making a pack starts its server: import what it is made of",
      { path: ownRooms },
      { path: "^policies/packs/[a-z]+-pack\\.ts$" },
    ),
    forbid(
      "cli-is-a-leaf",
      "nothing imports the command line",
      { path: ownRooms, pathNot: ["^cli/", "^test/"] },
      { path: "^cli/" },
    ),
    forbid(
      "services-are-leaves",
      "nothing imports a service",
      { path: ownRooms, pathNot: ["^services/", "^test/"] },
      { path: "^services/" },
    ),
    forbid(
      "pulumi-in-deploy",
      "only constructs/deploy, policies/packs and stacks/pulumi import Pulumi, so that synth never loads it",
      { path: sources, pathNot: ["^constructs/deploy/", "^policies/packs/", "^stacks/pulumi/"] },
      { path: "(^|/)@pulumi/" },
    ),
    forbid(
      "cluster-client-in-state",
      "only constructs/state, commands and a deployment's check talk to a cluster; everything below them works without one",
      { path: sources, pathNot: ["^constructs/state/", "^constructs/deploy/check-cluster\\.ts$", "^(cli|services)/"] },
      { path: packages("@kubernetes/client-node") },
    ),

    // Around them.
    forbid(
      "examples-use-public-names",
      "an example is a user: it imports ashlar by its public names",
      { path: "^examples/" },
      {
        path: sources,
      },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    // No tsConfig here: with one, bare names resolve to our folders first, and the package `constructs` has such a name.
    doNotFollow: { path: "node_modules" },
    exclude: { path: ["^(dist|out|\\.cache)/", "/fixtures/"] },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["types", "import", "require", "node", "default"],
      mainFields: ["main", "types"],
      extensions: [".ts", ".d.ts", ".js", ".cjs", ".mjs", ".json"],
    },
  },
};
