// What is measured inside a process of its own: `node scripts/bench.mjs --measure <name> <arguments as JSON>`.
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const require = createRequire(import.meta.url);
const library = (path) => require(`../../dist/${path}`);

const timed = (work) => {
  const begun = performance.now();
  const result = work();
  return { milliseconds: performance.now() - begun, result };
};

/** Build and render, to the text of every file. */
function renderOnce({ smallPlatform }, { renderKubernetes }, servers, shape) {
  const { milliseconds, result } = timed(() => renderKubernetes(smallPlatform(servers, shape)));
  return { milliseconds, objects: result.objects.length, artifact: result };
}

/** Loads the library, then renders: once as a command does, and again when the engine has seen it all. */
function ours({ servers, again }) {
  const platform = require("./platform.cjs");
  const renderer = library("constructs/render/kubernetes/kubernetes.js");
  const first = renderOnce(platform, renderer, servers, "alone");
  const later = Array.from({ length: again }, () => renderOnce(platform, renderer, servers, "alone").milliseconds);
  const bytes = first.artifact.files.reduce((sum, { text }) => sum + text.length, 0);
  return { first: first.milliseconds, warm: Math.min(...later), objects: first.objects, bytes };
}

/** The same servers as cdk8s-plus-28 has them: a Deployment and a Service each, and nothing beside. */
function cdk8sPlus({ servers, again }) {
  const { App, Chart, Size } = require("cdk8s");
  const plus = require("cdk8s-plus-28");
  const { SETTINGS } = require("./platform.cjs");
  const build = (outdir) => {
    const app = new App({ outdir });
    const chart = new Chart(app, "acme");
    for (let index = 0; index < servers; index += 1) {
      const deployment = new plus.Deployment(chart, `app-${index}`, {
        replicas: 1,
        containers: [
          {
            name: "app",
            image: `${SETTINGS.repository}:${SETTINGS.tag}`,
            portNumber: SETTINGS.port,
            command: ["/bin/app"],
            args: ["--listen", `:${SETTINGS.port}`],
            envVariables: {
              LOG_LEVEL: plus.EnvValue.fromValue(SETTINGS.logLevel),
              NAME: plus.EnvValue.fromValue(`app-${index}`),
            },
            readiness: plus.Probe.fromTcpSocket({ port: SETTINGS.port }),
            resources: {
              cpu: { request: plus.Cpu.millis(SETTINGS.cpu), limit: plus.Cpu.millis(500) },
              memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
            },
            securityContext: { user: 1000, group: 1000 },
          },
        ],
      });
      deployment.exposeViaService({ ports: [{ port: SETTINGS.port, targetPort: SETTINGS.port }] });
    }
    app.synth();
  };
  const once = () => {
    const outdir = mkdtempSync(join(tmpdir(), "ashlar-bench-"));
    try {
      const { milliseconds } = timed(() => build(outdir));
      return {
        milliseconds,
        bytes: readdirSync(outdir).reduce((sum, file) => sum + statSync(join(outdir, file)).size, 0),
      };
    } finally {
      rmSync(outdir, { recursive: true });
    }
  };
  const first = once();
  const later = Array.from({ length: again }, () => once().milliseconds);
  return { first: first.milliseconds, warm: Math.min(...later), objects: 2 * servers, bytes: first.bytes };
}

/** So many servers are rendered for each point of a round, so that no size is better known than another. */
const SERVERS_A_POINT = 2_000;

/** Times of platforms of growing size, each the best of several, after a warm-up. */
function growth({ shape, sizes, rounds }) {
  const platform = require("./platform.cjs");
  const renderer = library("constructs/render/kubernetes/kubernetes.js");
  for (let warmUp = 0; warmUp < SERVERS_A_POINT; warmUp += sizes[0]) renderOnce(platform, renderer, sizes[0], shape);
  const best = new Map();
  for (let round = 0; round < rounds; round += 1) {
    for (const size of sizes) {
      for (let rendered = 0; rendered < SERVERS_A_POINT; rendered += size) {
        globalThis.gc?.();
        const { milliseconds, objects } = renderOnce(platform, renderer, size, shape);
        best.set(size, { objects, milliseconds: Math.min(milliseconds, best.get(size)?.milliseconds ?? Infinity) });
      }
    }
  }
  return { points: [...best.values()] };
}

/** Every rule over a rendered platform, and the reading of facts before it. */
function rules({ servers, rounds }) {
  const { smallPlatform } = require("./platform.cjs");
  const { renderKubernetes } = library("constructs/render/kubernetes/kubernetes.js");
  const { kubernetesFacts } = library("policies/facts/kubernetes.js");
  const { checkFacts } = library("policies/check.js");
  const { objects } = renderKubernetes(smallPlatform(servers, "chain"));
  const reading = [];
  const checking = [];
  let report;
  for (let round = 0; round < rounds; round += 1) {
    const facts = timed(() => kubernetesFacts(objects));
    const check = timed(() => checkFacts(facts.result));
    reading.push(facts.milliseconds);
    checking.push(check.milliseconds);
    report = check.result;
  }
  const found = new Set(report.findings.map(({ code }) => code));
  return { reading, checking, objects: objects.length, rules: report.passed.length + found.size };
}

/** Settings that lie around on the machine are no part of a measurement. */
const NOWHERE = join(tmpdir(), "ashlar-bench-nowhere");

/** Objects of so many platforms of the stack `baas` that there are enough: clean ones, as findings cost what rules do not. */
function manyObjects(enough) {
  const { baas, loadConfig } = require("ashlar/stacks");
  const { renderKubernetes } = require("ashlar");
  const objects = [];
  for (let index = 0; objects.length < enough; index += 1) {
    const settings = [`name=baas-${index}`, "publicUrl=https://acme.example"];
    const places = { folder: NOWHERE, environmentFolder: NOWHERE, stacks: ["baas"] };
    const sources = { environment: "prod", settings, variables: {}, ...places };
    objects.push(...renderKubernetes(baas.build("prod", loadConfig(baas, sources).value)).objects);
  }
  return objects;
}

/** Previews in the real engine of a large and a small program, in turns with and without the three packs. */
async function packs({ resources, rounds }) {
  const support = require("jiti").createJiti(import.meta.url, { fsCache: false });
  const engine = await support.import("../../test/live/support/packs-engine.ts");
  const { RegisteringStandIn } = await support.import("../../test/live/support/packs-stand-in.ts");
  const { attach } = await support.import("../../test/live/support/pulumi-stand-in.ts");
  const { tokenOf } = await support.import("../../test/policies/packs/served-pack.ts");
  const programs = Object.entries(resources).map(([size, count]) => [size, manyObjects(count)]);
  const folders = ["quotas", "mtls", "baseline"].map((name) => engine.packFolder(name));
  const register = (objects) => {
    for (const object of objects) {
      const { namespace = "", name } = object.metadata;
      new engine.Registered(tokenOf(object), `${namespace}-${object.kind}-${name}`, engine.plainCopy(object));
    }
  };

  const kubernetes = await attach(new RegisteringStandIn());
  const launcher = engine.launcherFolder();
  let program;
  const stack = await engine.packStack(() => Promise.resolve(register(program)), kubernetes, launcher.path);
  const times = Object.fromEntries(programs.map(([size]) => [size, { off: [], on: [] }]));
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const [size, objects] of programs) {
        program = objects;
        for (const [key, run] of Object.entries({ off: [], on: folders })) {
          const begun = performance.now();
          const { failure, said } = await engine.preview(stack, run);
          times[size][key].push(performance.now() - begun);
          if (failure !== undefined) throw new Error(`the preview failed: ${failure}`);
          // Images of the stack have no digest: packs that say nothing did not run.
          if (said.length > 0 !== (key === "on"))
            throw new Error(`with packs ${key} there were ${said.length} messages`);
        }
      }
    }
  } finally {
    stack.remove();
    kubernetes.stop();
    launcher.remove();
  }
  return { times, resources: Object.fromEntries(programs.map(([size, { length }]) => [size, length])) };
}

/** Work that never changes: how long it takes says how busy the machine is. */
function calibration() {
  const { createHash } = require("node:crypto");
  const block = Buffer.alloc(1 << 20, "ashlar");
  const once = () => {
    const hash = createHash("sha256");
    for (let index = 0; index < 8; index += 1) hash.update(block);
    const seen = new Map();
    for (let index = 0; index < 150_000; index += 1) seen.set(`key-${index % 5_000}`, index);
    return hash.digest("hex") + seen.size;
  };
  return { times: Array.from({ length: 12 }, () => timed(once).milliseconds).slice(2) };
}

const measurements = { calibration, cdk8sPlus, growth, ours, packs, rules };

/** Runs one, and prints what it found with the most memory that the process had. */
export async function measure(name, args) {
  const result = await measurements[name](args);
  const peakMemory = process.resourceUsage().maxRSS * 1024;
  process.stdout.write(JSON.stringify({ ...result, peakMemory }));
}
