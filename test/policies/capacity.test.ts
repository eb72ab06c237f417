import { amountText, capacityOf } from "../../policies/capacity";
import { edited, type Document } from "./fixtures/edit";
import { kubernetesPlatform } from "./fixtures/kubernetes";
import { factsAfter } from "./rules/judge";

const MI = 2 ** 20;

describe("capacity on Kubernetes", () => {
  const facts = factsAfter("kubernetes", []);
  const [acme] = capacityOf(facts);

  it("counts replicas, the pods that a rollout adds, and sidecars", () => {
    const rest = acme?.workloads.find(({ path }) => path === "acme/Deployment/rest");
    // Two replicas and one more, each an application and a sidecar of 100m and 128Mi.
    expect(rest).toMatchObject({
      copies: 3,
      sums: { pods: 3, "requests.cpu": 600, "requests.memory": 3 * 2 * 128 * MI },
    });
  });

  it("adds up a namespace with its jobs and its disks", () => {
    expect(acme?.sums).toEqual({
      "requests.cpu": 1200,
      "limits.cpu": 6000,
      "requests.memory": 12 * 128 * MI,
      "limits.memory": 12 * 256 * MI,
      "requests.storage": 20 * 1024 * MI,
      pods: 7,
      persistentvolumeclaims: 1,
    });
  });

  it("holds every countable against its quota", () => {
    expect(acme?.uses.map(({ key, fits }) => [key, fits])).toEqual([
      ["requests.cpu", true],
      ["limits.cpu", true],
      ["requests.memory", true],
      ["limits.memory", true],
      ["requests.storage", true],
      ["pods", true],
      ["persistentvolumeclaims", true],
    ]);
  });

  it("is counted once for the same facts", () => {
    expect(capacityOf(facts)).toBe(capacityOf(facts));
  });
});

describe("capacity of what runs now and then on Kubernetes", () => {
  /** What a job of 500m takes when it is one of these. */
  const copies = (kind: string, apiVersion: string, spec: (job: Document) => Document): number | undefined => {
    const job = kubernetesPlatform()["Job/provision"]!["spec"] as Document;
    const object = { apiVersion, kind, metadata: { name: "now-and-then", namespace: "acme" }, spec: spec(job) };
    const [acme] = capacityOf(factsAfter("kubernetes", [["added/now-and-then", object]]));
    const row = acme?.workloads.find(({ path }) => path === `acme/${kind}/now-and-then`);
    expect(row?.sums["limits.cpu"]).toBe((row?.copies ?? 0) * 500);
    return row?.copies;
  };
  const cron = (job: Document, part: Document) => ({ schedule: "0 3 * * *", jobTemplate: { spec: job }, ...part });

  it.each([
    ["one run beside the last one, where nothing forbids it", {}, {}, 2],
    ["one run where the next one waits", { concurrencyPolicy: "Forbid" }, {}, 1],
    ["one run where the next one takes its place", { concurrencyPolicy: "Replace" }, {}, 1],
    ["every pod of both runs", {}, { parallelism: 3, completions: 9 }, 6],
    ["no more pods than there is work", { concurrencyPolicy: "Forbid" }, { parallelism: 5, completions: 2 }, 2],
  ])("counts %s", (_, part, job, expected) => {
    expect(copies("CronJob", "batch/v1", (spec) => cron({ ...spec, ...job }, part))).toBe(expected);
  });

  it("counts every pod of a job", () => {
    expect(copies("Job", "batch/v1", (spec) => ({ ...spec, parallelism: 4 }))).toBe(4);
  });

  it.each([
    ["one on a machine", {}, 1],
    ["the new one beside the old one", { updateStrategy: { rollingUpdate: { maxSurge: "10%" } } }, 2],
    ["no new one before the old one has gone", { updateStrategy: { rollingUpdate: { maxSurge: 0 } } }, 1],
  ])("counts %s of a daemon", (_, part, expected) => {
    expect(copies("DaemonSet", "apps/v1", ({ template }) => ({ template, ...part }))).toBe(expected);
  });
});

describe("capacity of several namespaces", () => {
  it("is counted for each by itself, and held against its own quota", () => {
    const { "Job/provision": job, "ResourceQuota/budget": quota } = kubernetesPlatform();
    const scopes = capacityOf(
      factsAfter("kubernetes", [
        ["added/job", edited(job!, [["metadata.namespace", "acme-team"]])],
        [
          "added/quota",
          edited(quota!, [
            ["metadata.namespace", "acme-team"],
            ["spec.hard", { "limits.cpu": "400m" }],
          ]),
        ],
      ]),
    );
    expect(scopes.map(({ scope, sums }) => [scope, sums["limits.cpu"]])).toEqual([
      ["acme", 6000],
      ["acme-team", 500],
    ]);
    expect(scopes.flatMap(({ uses }) => uses.filter(({ fits }) => !fits)).map(({ quota: { path } }) => path)).toEqual([
      "acme-team/ResourceQuota/budget",
    ]);
  });
});

describe("capacity on Compose", () => {
  it("counts a program with its sidecar, its sandbox and its disks in the part that it belongs to", () => {
    const scopes = capacityOf(
      factsAfter("compose", [
        ["compose.services.rest.labels", { "ashlar.dev/scope": "acme/team/api" }],
        ["compose.services.rest.deploy.replicas", 2],
        ["compose.volumes.cache", { "x-ashlar": { size: "1Gi", scope: "acme/team/api" } }],
        ["compose.x-ashlar.budgets", { "acme/team": { cpu: "2", memory: "2Gi", storage: "1Gi", pods: 1 } }],
      ]),
    );
    expect(
      scopes.map(({ scope, sums }) => [scope, sums.pods, sums["limits.cpu"], sums["requests.storage"] / MI]),
    ).toEqual([
      ["acme", 7, 6500, 21 * 1024],
      ["acme/team", 2, 3000, 1024],
      ["acme/team/api", 2, 3000, 1024],
    ]);
    expect(scopes[1]?.uses.filter(({ fits }) => !fits).map(({ key }) => key)).toEqual(["limits.cpu", "pods"]);
  });

  it("counts every job, though they may never run at once", () => {
    const before = capacityOf(factsAfter("compose", []))[0]?.sums;
    const after = capacityOf(factsAfter("compose", [["compose.services.provision.deploy.replicas", 3]]))[0]?.sums;
    expect((after?.pods ?? 0) - (before?.pods ?? 0)).toBe(2);
    expect((after?.["limits.cpu"] ?? 0) - (before?.["limits.cpu"] ?? 0)).toBe(1000);
  });

  it("counts services of one network namespace as one, and a scope's parts in the scope", () => {
    const scopes = capacityOf(
      factsAfter("compose", [
        ["compose.x-ashlar", { budgets: { acme: { cpu: "8", memory: "8Gi" } } }],
        ["compose.services.provision.labels", { "ashlar.dev/scope": "acme/team" }],
      ]),
    );
    expect(scopes.map(({ scope, sums }) => [scope, sums.pods, sums["limits.cpu"]])).toEqual([
      ["acme", 6, 5000],
      ["acme/team", 1, 500],
    ]);
  });
});

describe("amounts", () => {
  it("are written in the unit of what they count", () => {
    expect([
      amountText("limits.cpu", 1500),
      amountText("requests.cpu", 2000),
      amountText("limits.memory", 512 * MI),
      amountText("requests.storage", 1000),
      amountText("pods", 3),
    ]).toEqual(["1500m", "2", "512Mi", "1000", "3"]);
  });
});
