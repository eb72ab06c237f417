import { amountText, capacityOf } from "../../policies/capacity";
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

describe("capacity on Compose", () => {
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
