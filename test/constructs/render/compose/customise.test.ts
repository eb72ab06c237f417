import { Platform } from "../../../../constructs/model/platform";
import { renderCompose } from "../../../../constructs/render/compose/compose";
import { editCompose, patchCompose } from "../../../../constructs/render/compose/customise";
import { BEHIND_SIDECAR, Sample } from "../../../support/sample";
import { problemsOf, serviceOf } from "./rendered";

function guarded(): { readonly platform: Platform; readonly api: Sample } {
  const platform = new Platform("acme");
  const api = new Sample(platform, "api", { serve: BEHIND_SIDECAR });
  new Sample(platform, "other");
  return { platform, api };
}

describe("ways out", () => {
  it("an edit changes the named service, and no other", () => {
    const { platform, api } = guarded();
    editCompose(api, { service: "api-tls-http" }, (service) => {
      service.stop_grace_period = "5m";
    });
    expect(serviceOf(platform, "api-tls-http").stop_grace_period).toBe("5m");
    expect(serviceOf(platform, "api").stop_grace_period).toBe("30s");
  });

  it("without a name it changes all services of the component, sandbox included, and none of another's", () => {
    const { platform, api } = guarded();
    editCompose(api, {}, (service) => {
      service.labels["team"] = "$core";
    });
    const { services } = renderCompose(platform).file;
    const named = Object.keys(services).filter((name) => services[name]?.labels["team"] === "$core");
    expect(named.sort()).toEqual(["api", "api-sandbox", "api-tls-http"]);
    expect(renderCompose(platform).files[0]?.text).toContain("team: $$core");
  });

  it("a patch reaches fields that the model does not have", () => {
    const { platform, api } = guarded();
    const logging = { driver: "journald" };
    patchCompose(api, [{ op: "add", path: "/logging", value: logging }], { service: "api" });
    expect(serviceOf(platform, "api")).toMatchObject({ logging });
    expect(renderCompose(platform).files[0]?.text).toContain("driver: journald");
  });

  it("are applied in the order in which they were added, each on the result of the one before", () => {
    const { platform, api } = guarded();
    editCompose(api, { service: "api" }, (service) => {
      service.environment = { STEP: "1" };
    });
    patchCompose(
      api,
      [
        { op: "test", path: "/environment/STEP", value: "1" },
        { op: "replace", path: "/environment/STEP", value: "2" },
      ],
      { service: "api" },
    );
    editCompose(api, { service: "api" }, (service) => {
      service.environment = { ...service.environment, SEEN: service.environment?.["STEP"] ?? "" };
    });
    expect(serviceOf(platform, "api").environment).toEqual({ STEP: "2", SEEN: "2" });
  });

  it("change what is rendered and not the tree: rendering again gives the same", () => {
    const { platform, api } = guarded();
    editCompose(api, { service: "api" }, (service) => {
      service.cap_drop.push("AGAIN");
    });
    expect(renderCompose(platform).files).toEqual(renderCompose(platform).files);
    expect(serviceOf(platform, "api").cap_drop).toEqual(["ALL", "AGAIN"]);
  });

  it("that fail are told with their place, all of them", () => {
    const { platform, api } = guarded();
    patchCompose(api, [{ op: "remove", path: "/nothing" }], { service: "api" });
    patchCompose(api, [], { service: "web" });
    editCompose(api, { service: "api-tls-http" }, () => {
      throw new Error("oops");
    });
    expect(problemsOf(platform)).toEqual([
      "ASH-TARGET-004 acme/api:api-tls-http",
      "ASH-TARGET-004 acme/api:api",
      "ASH-TARGET-004 acme/api",
    ]);
  });

  it("for Kubernetes change nothing here", () => {
    const { platform, api } = guarded();
    const operations = [{ op: "remove", path: "/spec" }] as const;
    api.addCustomisation({ target: "kubernetes", select: "Deployment", change: { kind: "patch", operations } });
    expect(problemsOf(platform)).toEqual([]);
  });
});
