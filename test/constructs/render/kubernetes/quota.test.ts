import { Platform } from "../../../../constructs/model/platform";
import { Scope } from "../../../../constructs/model/scope";
import { objectsOf } from "./sample";

const hardOf = (platform: Platform) =>
  Object.fromEntries(
    objectsOf(platform, "ResourceQuota").map(({ metadata, spec }) => [metadata.namespace, spec?.hard]),
  );

describe("a budget", () => {
  it("is the ceiling of its namespace, for requests and for limits", () => {
    const platform = new Platform("acme", { budget: { cpu: "16", memory: "64Gi", storage: "1Ti", pods: 100 } });
    expect(hardOf(platform)).toEqual({
      "acme-dev": {
        "limits.cpu": "16",
        "limits.memory": "64Gi",
        pods: "100",
        "requests.cpu": "16",
        "requests.memory": "64Gi",
        "requests.storage": "1Ti",
      },
    });
  });

  it("covers the scopes inside: what they have is taken from what is around them", () => {
    const platform = new Platform("acme", { budget: { cpu: "16", memory: "64Gi", storage: "100Gi", pods: 100 } });
    const tenant = new Scope(platform, "tenant", { budget: { cpu: "4", memory: "8Gi", pods: 20 } });
    new Scope(tenant, "project", { budget: { cpu: "500m", memory: "1Gi", storage: "10Gi" } });
    const hard = hardOf(platform);
    expect(hard["acme-dev"]).toMatchObject({
      "limits.cpu": "12",
      "limits.memory": "56Gi",
      pods: "80",
      "requests.storage": "100Gi",
    });
    expect(hard["acme-dev-tenant"]).toMatchObject({ "limits.cpu": "3500m", "limits.memory": "7Gi", pods: "20" });
    expect(hard["acme-dev-tenant-project"]).toMatchObject({ "limits.cpu": "500m", "requests.storage": "10Gi" });
  });

  it("cannot be smaller than the budgets inside it", () => {
    const platform = new Platform("acme", { budget: { cpu: "4", memory: "8Gi" } });
    new Scope(platform, "a", { budget: { cpu: "3", memory: "4Gi" } });
    new Scope(platform, "b", { budget: { cpu: "2", memory: "4Gi" } });
    expect(() => objectsOf(platform, "ResourceQuota")).toThrow(
      /^\[acme:budget\.cpu\] ASH-UNIT-005: .*\(got "5", expected at most 4\)/,
    );
  });

  it("bounds each container, and gives something to those that state nothing", () => {
    const platform = new Platform("acme", { budget: { cpu: "300m", memory: "1Gi" } });
    const [range] = objectsOf(platform, "LimitRange");
    expect(range?.spec?.limits).toEqual([
      {
        type: "Container",
        default: { cpu: "300m", memory: "512Mi" },
        defaultRequest: { cpu: "100m", memory: "128Mi" },
        max: { cpu: "300m", memory: "1Gi" },
      },
    ]);
  });

  it("is not invented: a namespace without one has no quota", () => {
    const platform = new Platform("acme");
    expect(objectsOf(platform, "ResourceQuota")).toEqual([]);
    expect(objectsOf(platform, "LimitRange")).toEqual([]);
  });
});
