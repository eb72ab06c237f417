import { composePlatform } from "../fixtures/compose";
import { edited } from "../fixtures/edit";
import { dangersOf, ofManifests, ofProjects, project } from "./sides";

const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "acme" } };
const quota = (hard: Record<string, string>) => ({
  apiVersion: "v1",
  kind: "ResourceQuota",
  metadata: { name: "budget", namespace: "acme" },
  spec: { hard },
});
const range = (max: Record<string, string>) => ({
  apiVersion: "v1",
  kind: "LimitRange",
  metadata: { name: "range", namespace: "acme" },
  spec: { limits: [{ type: "Container", max }] },
});
const HARD = { "limits.cpu": "8", "limits.memory": "16Gi", pods: "20" };

describe("a namespace's ceiling", () => {
  const after = (...objects: readonly unknown[]) =>
    dangersOf(ofManifests([namespace, quota(HARD), range({ memory: "2Gi" })], objects)).filter((line) =>
      line.startsWith("budget"),
    );

  it("that is raised is told of", () => {
    expect(after(namespace, quota({ ...HARD, "limits.cpu": "16", pods: "21" }), range({ memory: "4Gi" }))).toEqual([
      "budget acme/LimitRange/range: the ceiling of a container's limits.memory is raised from 2Gi to 4Gi",
      "budget acme/ResourceQuota/budget: the ceiling of limits.cpu is raised from 8 to 16",
      "budget acme/ResourceQuota/budget: the ceiling of pods is raised from 20 to 21",
    ]);
  });

  it("that is gone is told of", () => {
    expect(after(namespace, quota({ "limits.cpu": "8", pods: "20" }), range({ memory: "2Gi" }))).toEqual([
      "budget acme/ResourceQuota/budget: there is no ceiling any more of limits.memory (16Gi)",
    ]);
  });

  it("in another unit, or lower, is no danger", () => {
    expect(
      after(namespace, quota({ ...HARD, "limits.cpu": "8000m", pods: "10" }), range({ memory: "2048Mi" })),
    ).toEqual([]);
  });

  it("goes with its namespace", () => {
    expect(after()).toEqual([]);
  });
});

describe("a project's budget", () => {
  const before = composePlatform();
  const withBudget = (budget: Record<string, string> | undefined) => {
    const { compose, files } = before;
    return project(edited(compose, [["x-ashlar.budget", budget]]), files);
  };
  const budget = { cpu: "8", memory: "16Gi" };

  it("that is raised is told of", () => {
    const found = dangersOf(ofProjects(withBudget(budget), withBudget({ ...budget, memory: "32Gi" })));
    expect(found).toEqual([
      "budget x-ashlar.budget: the ceiling of requests.memory is raised from 16Gi to 32Gi",
      "budget x-ashlar.budget: the ceiling of limits.memory is raised from 16Gi to 32Gi",
    ]);
  });
});
