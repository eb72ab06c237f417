import { configFile } from "../../../../constructs/model/config-file";
import { concat, secretValue } from "../../../../constructs/model/expression";
import { Platform } from "../../../../constructs/model/platform";
import { Secret } from "../../../../constructs/model/secret";
import { Duration } from "../../../../constructs/model/units";
import { container, objectOf, Program } from "./sample";

/** A job that reads one file; a name is all that its Job tells about the content. */
function provision(sql: string, changes: { readonly image?: string; readonly url?: string } = {}): Platform {
  const platform = new Platform("acme");
  const file = configFile("provision.sql", { format: "program", text: sql });
  const password = new Secret(platform, "password", { kind: "password", length: 32 });
  new Program(platform, "provision", {
    run: { kind: "job", retries: 4, timeout: Duration.minutes(10) },
    container: container("psql", {
      image: { repository: "docker.io/library/postgres", tag: changes.image ?? "17.5" },
      env: { PGURL: concat(changes.url ?? "postgresql://app:", secretValue(password)) },
      mounts: [{ kind: "config", config: file, path: "/provision.sql" }],
    }),
  });
  return platform;
}

describe("a job", () => {
  it("runs to its end, with its retries and within its time", () => {
    const { spec } = objectOf(provision("select 1"), "Job");
    expect(spec).toMatchObject({ backoffLimit: 4, activeDeadlineSeconds: 600 });
    expect(spec?.template.spec?.restartPolicy).toBe("Never");
  });

  it("is not removed when it is done: whoever keeps the cluster to the manifests would run it again", () => {
    expect(objectOf(provision("select 1"), "Job").spec).not.toHaveProperty("ttlSecondsAfterFinished");
  });

  it("has not failed when its node was drained", () => {
    expect(objectOf(provision("select 1"), "Job").spec?.podFailurePolicy).toEqual({
      rules: [{ action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] }],
    });
  });

  it("is another Job as soon as it runs or reads something else, and the same one otherwise", () => {
    const nameOf = (platform: Platform) => objectOf(platform, "Job").metadata.name;
    const first = nameOf(provision("select 1"));
    expect(first).toMatch(/^provision-[0-9a-f]{8}$/);
    expect(nameOf(provision("select 1"))).toBe(first);
    expect(nameOf(provision("select 2"))).not.toBe(first);
    expect(nameOf(provision("select 1", { image: "17.6" }))).not.toBe(first);
    expect(nameOf(provision("select 1", { url: "postgresql://other:" }))).not.toBe(first);
  });

  it("has no disruption budget", () => {
    expect(() => objectOf(provision("select 1"), "PodDisruptionBudget")).toThrow("0 objects");
  });
});
