import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(__dirname, "..", "..");

/** A house in small, every file in its right room. It must pass as it is, or the cases below would prove nothing. */
const house: Record<string, string> = {
  "constructs/index.ts": `export { Postgres } from "./postgres/postgres"; export { Rest } from "./rest/rest";`,
  "constructs/model/peer.ts": `import { createHash } from "node:crypto"; import { Construct } from "constructs"; import { z } from "zod";
    export const peer = [createHash, Construct, z];`,
  "constructs/model/names.ts": `import type { Late } from "./late"; export const names = (late: Late) => late;`,
  "constructs/model/late.ts": `import { names } from "./names"; export type Late = string; export const late = names;`,
  "constructs/postgres/postgres.ts": `import { peer } from "../model/peer"; import { database } from "./database"; export const Postgres = [peer, database];`,
  "constructs/postgres/database.ts": `import { late } from "../model/late"; export const database = late;`,
  "constructs/rest/rest.ts": `import { Postgres } from "../postgres/postgres"; export const Rest = Postgres;`,
  "constructs/pki/authority.ts": `import { Certificate } from "pkijs"; import { peer } from "../model/peer"; export const authority = [Certificate, peer];`,
  "constructs/mesh/mesh.ts": `import { peer } from "../model/peer"; export const mesh = peer;`,
  "constructs/render/lower.ts": `import { mesh } from "../mesh/mesh"; export const lower = mesh;`,
  "constructs/state/fill.ts": `import { KubeConfig } from "@kubernetes/client-node"; import { authority } from "../pki/authority"; import type { lower } from "../render/lower";
    export const fill = (material: typeof lower) => [KubeConfig, authority, material];`,
  "constructs/render/compose/emit.ts": `import { dump } from "js-yaml"; import { lower } from "../lower"; export const emit = [dump, lower];`,
  "constructs/render/kubernetes/chart.ts": `import { Chart } from "cdk8s"; import type { KubeDeploymentProps } from "cdk8s-plus-28/lib/imports/k8s";
    import { lower } from "../lower"; export const chart = (props: KubeDeploymentProps) => [Chart, lower, props];`,
  "constructs/deploy/deploy.ts": `export const deploy = () => import("./engine");`,
  "constructs/deploy/engine.ts": `import { lower } from "../render/lower"; export const engine = lower;`,
  "stacks/pulumi/program.ts": `import { deploy } from "../../constructs/deploy/deploy"; import { Config } from "@pulumi/pulumi"; export const program = [deploy, Config];`,
  "stacks/baas/baas.ts": `import { Rest } from "../../constructs/rest/rest"; export const baas = Rest;`,
  "policies/facts/edges.ts": `import type { chart } from "../../constructs/render/kubernetes/chart"; export type Edges = typeof chart; export const edges = (facts: Edges) => facts;`,
  "policies/rules/plain-edge.ts": `import { z } from "zod"; import type { Edges } from "../facts/edges"; export const plainEdge = (facts: Edges) => [facts, z];`,
  "policies/packs/pack.ts": `import { plainEdge } from "../rules/plain-edge"; export const pack = plainEdge;`,
  "policies/packs/mtls-pack.ts": `import { pack } from "./pack"; export const served = pack;`,
  "cli/main.ts": `import { baas } from "../stacks/baas/baas"; import { plainEdge } from "../policies/rules/plain-edge"; export const main = [baas, plainEdge];`,
  "examples/hello.ts": `import { Postgres } from "ashlar"; export default Postgres;`,
  "test/tool.ts": `export const tool = 1;`,
};

/** Each tries one thing that the design forbids, and names every rule that must answer. */
const trespasses: [file: string, source: string, rules: string[]][] = [
  ["constructs/model/yaml.ts", `import { dump } from "js-yaml"; export const x = dump;`, ["model-stands-alone"]],
  [
    "constructs/model/disk.ts",
    `import { readFileSync } from "node:fs"; export const x = readFileSync;`,
    ["model-stands-alone-builtins"],
  ],
  [
    "constructs/model/upwards.ts",
    `import type { Postgres } from "../postgres/postgres"; export type X = typeof Postgres;`,
    ["model-stands-alone"],
  ],
  [
    "constructs/rest/renders.ts",
    `import { lower } from "../render/lower"; export const x = lower;`,
    ["components-import-model"],
  ],
  [
    "constructs/rest/packages.ts",
    `import { dump } from "js-yaml"; export const x = dump;`,
    ["components-import-model"],
  ],
  [
    "constructs/rest/private.ts",
    `import { database } from "../postgres/database"; export const x = database;`,
    ["components-meet-in-public"],
  ],
  [
    "constructs/rest/barrel.ts",
    `import { Postgres } from "../index"; export const x = Postgres;`,
    ["components-import-model", "no-barrel"],
  ],
  [
    "constructs/mesh/keys.ts",
    `import { authority } from "../pki/authority"; export const x = authority;`,
    ["mesh-imports-model"],
  ],
  [
    "constructs/mesh/disk.ts",
    `import { readFileSync } from "node:fs"; export const x = readFileSync;`,
    ["mesh-imports-model-builtins"],
  ],
  [
    "constructs/pki/renders.ts",
    `import { lower } from "../render/lower"; export const x = lower;`,
    ["pki-and-secrets-import-model"],
  ],
  [
    "constructs/state/knows.ts",
    `import { Rest } from "../rest/rest"; export const x = Rest;`,
    ["state-keeps-material"],
  ],
  [
    "constructs/state/renders.ts",
    `import { lower } from "../render/lower"; export const x = lower;`,
    ["state-sees-renders-by-type"],
  ],
  [
    "constructs/render/knows.ts",
    `import { Rest } from "../rest/rest"; export const x = Rest;`,
    ["render-imports-primitives"],
  ],
  [
    "constructs/render/signs.ts",
    `import { Integer } from "asn1js"; export const x = Integer;`,
    ["crypto-libraries-in-pki-and-secrets", "render-imports-primitives"],
  ],
  [
    "constructs/render/shared.ts",
    `import { emit } from "./compose/emit"; export const x = emit;`,
    ["render-shares-no-target"],
  ],
  [
    "constructs/render/compose/borrows.ts",
    `import { chart } from "../kubernetes/chart"; export const x = chart;`,
    ["render-targets-are-strangers"],
  ],
  [
    "constructs/render/compose/chart.ts",
    `import { Chart } from "cdk8s"; export const x = Chart;`,
    ["cdk8s-in-one-room"],
  ],
  [
    "constructs/render/topology/picture.ts",
    `import { layout } from "@dagrejs/dagre"; export const x = layout;`,
    ["layout-library-in-pictures"],
  ],
  [
    "constructs/render/kubernetes/plus.ts",
    `import { Deployment } from "cdk8s-plus-28"; export const x = Deployment;`,
    ["cdk8s-plus-for-types"],
  ],
  [
    "constructs/composes.ts",
    `import { baas } from "../stacks/baas/baas"; export const x = baas;`,
    ["constructs-are-below"],
  ],
  [
    "constructs/postgres/pulumi.ts",
    `import { Config } from "@pulumi/pulumi"; export const x = Config;`,
    ["components-import-model", "pulumi-in-deploy"],
  ],
  [
    "constructs/postgres/cluster.ts",
    `import { KubeConfig } from "@kubernetes/client-node"; export const x = KubeConfig;`,
    ["cluster-client-in-state", "components-import-model"],
  ],
  [
    "constructs/deploy/checks.ts",
    `import { it } from "fast-check"; export const x = it;`,
    ["deploy-registers-artifacts", "no-dev-dependency"],
  ],
  [
    "constructs/deploy/lucky.ts",
    `import { parse } from "acorn"; export const x = parse;`,
    ["deploy-registers-artifacts", "no-undeclared-package"],
  ],
  [
    "constructs/deploy/tested.ts",
    `import { tool } from "../../test/tool"; export const x = tool;`,
    ["deploy-registers-artifacts", "sources-import-no-tests"],
  ],
  [
    "constructs/deploy/left.ts",
    `import { right } from "./right"; export const left = (): unknown => right;`,
    ["no-cycles"],
  ],
  [
    "constructs/deploy/right.ts",
    `import { left } from "./left"; export const right = (): unknown => left;`,
    ["no-cycles"],
  ],
  [
    "constructs/deploy/lost.ts",
    `import { deploy } from "./nowhere"; export const x = deploy;`,
    ["deploy-registers-artifacts", "no-unresolvable"],
  ],
  ["constructs/deploy/forgotten.ts", `export const x = 1;`, ["no-orphans"]],
  [
    "stacks/baas/deploys.ts",
    `import { deploy } from "../../constructs/deploy/deploy"; export const x = deploy;`,
    ["deploy-is-loaded-by-pulumi"],
  ],
  [
    "stacks/baas/starts.ts",
    `import { program } from "../pulumi/program"; export const x = program;`,
    ["pulumi-program-is-a-leaf"],
  ],
  [
    "stacks/baas/judges.ts",
    `import { plainEdge } from "../../policies/rules/plain-edge"; export const x = plainEdge;`,
    ["stacks-compose-constructs"],
  ],
  [
    "policies/facts/renders.ts",
    `import { lower } from "../../constructs/render/lower"; export const x = lower;`,
    ["policies-import-artifact-types"],
  ],
  [
    "policies/facts/judges.ts",
    `import { plainEdge } from "../rules/plain-edge"; export const x = plainEdge;`,
    ["facts-know-no-rules"],
  ],
  [
    "policies/stack.ts",
    `import { baas } from "../stacks/baas/baas"; export const x = baas;`,
    ["policies-are-no-stack"],
  ],
  [
    "policies/rules/reads.ts",
    `import { edges } from "../facts/edges"; export const x = edges;`,
    ["rules-see-facts-by-type"],
  ],
  [
    "policies/rules/leans.ts",
    `import { plainEdge } from "./plain-edge"; export const x = plainEdge;`,
    ["rules-stand-alone"],
  ],
  [
    "policies/rules/disk.ts",
    `import { readFileSync } from "node:fs"; export const x = readFileSync;`,
    ["rules-are-pure"],
  ],
  ["cli/pack.ts", `import { pack } from "../policies/packs/pack"; export const x = pack;`, ["packs-load-pulumi-alone"]],
  [
    "policies/packs/start.ts",
    `import { served } from "./mtls-pack"; export const x = served;`,
    ["started-packs-are-imported-by-nothing"],
  ],
  [
    "stacks/cli.ts",
    `import { main } from "../cli/main"; export const x = main;`,
    ["cli-is-a-leaf", "stacks-compose-constructs"],
  ],
  [
    "stacks/service.ts",
    `import { api } from "../services/api"; export const x = api;`,
    ["services-are-leaves", "stacks-compose-constructs"],
  ],
  ["services/api.ts", `import { lower } from "../constructs/render/lower"; export const api = lower;`, []],
  [
    "examples/inside.ts",
    `import { Postgres } from "../constructs/postgres/postgres"; export default Postgres;`,
    ["examples-use-public-names"],
  ],
];

interface Cruise {
  modules: { source: string; rules?: { name: string }[]; dependencies: { rules?: { name: string }[] }[] }[];
}

/** The rules that each file breaks, as dependency-cruiser sees them with the repository's own configuration. */
function cruise(files: Record<string, string>): Map<string, string[]> {
  const folder = mkdtempSync(join(tmpdir(), "ashlar-boundaries-"));
  try {
    for (const [file, source] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), source);
    }
    copyFileSync(join(root, "package.json"), join(folder, "package.json"));
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    const tool = join(root, "node_modules", "dependency-cruiser", "bin", "dependency-cruise.mjs");
    const rooms = [...new Set(Object.keys(files).map((file) => file.split("/")[0] ?? file))];
    const json = execFileSync(
      process.execPath,
      [tool, "--config", join(root, ".dependency-cruiser.cjs"), "--output-type", "json", ...rooms],
      { cwd: folder, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
    );
    const { modules } = JSON.parse(json) as Cruise;
    return new Map(
      modules.map(({ source, rules = [], dependencies }) => {
        const broken = [...rules, ...dependencies.flatMap((dependency) => dependency.rules ?? [])].map(
          ({ name }) => name,
        );
        return [source, [...new Set(broken)].sort()];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("import boundaries", () => {
  it("pass a house whose files are all in the right room", () => {
    const broken = [...cruise(house)].filter(([, rules]) => rules.length > 0);
    expect(broken).toEqual([]);
  });

  describe("name the rule that is broken", () => {
    let broken: Map<string, string[]>;
    beforeAll(() => {
      broken = cruise({ ...house, ...Object.fromEntries(trespasses.map(([file, source]) => [file, source])) });
    });

    it.each(trespasses)("%s: %s", (file, _source, rules) => {
      expect(broken.get(file)).toEqual(rules);
    });

    it("and each rule of the configuration is broken by at least one case", () => {
      const { forbidden } = jest.requireActual<{ forbidden: { name: string }[] }>("../../.dependency-cruiser.cjs");
      const proven = new Set(trespasses.flatMap(([, , rules]) => rules));
      expect(forbidden.map(({ name }) => name).filter((name) => !proven.has(name))).toEqual([]);
    });
  });
});
