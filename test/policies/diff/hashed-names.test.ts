import { hashedNames } from "../../../policies/diff/hashed-names";
import { edited, type Document } from "../fixtures/edit";
import { changesOf, NOTHING, ofManifests, ofProjects, project } from "./sides";

const named = (...names: readonly string[]) => names.map((name) => ({ place: "acme/ConfigMap", name }));

describe("a name with a content hash", () => {
  it.each([
    ["ours", ["db-config-55677bd1"], ["db-config-4842db39"], "db-config"],
    ["a file's, before its ending", ["db-pg_hba-d51e849c.conf"], ["db-pg_hba-0765222d.conf"], "db-pg_hba.conf"],
    ["kustomize's", ["app-config-m5k4t7hgbf"], ["app-config-9bdm82tk6h"], "app-config"],
  ])("is the same thing under its next hash: %s", (_what, before, after, name) => {
    const renamed = hashedNames(named(...before), named(...after));
    expect([...before, ...after].map((it) => renamed.get(it))).toEqual([name, name]);
  });

  it.each([
    ["that both sides have needs no other name", ["a-55677bd1"], ["a-55677bd1"]],
    ["is left alone where two read alike without it", ["a-55677bd1", "a-55677bd2"], ["a-4842db39"]],
    ["is left alone where something has the name without it", ["a", "a-55677bd1"], ["a", "a-4842db39"]],
    ["is no hash when the other side has none", ["a-55677bd1"], ["a"]],
  ])("%s", (_what, before, after) => {
    expect(hashedNames(named(...before), named(...after)).size).toBe(0);
  });
});

describe("content that changes the names of what holds it", () => {
  const state = (hash: string, workers: string, jobHash = hash): readonly Document[] => [
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: `web-config-${hash}`, namespace: "acme" },
      immutable: true,
      data: { "web.conf": `port 80\nworkers ${workers}\n` },
    },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "web", namespace: "acme" },
      spec: {
        template: {
          metadata: { annotations: { "checksum/config": `${hash}${hash}`, "acme.example/revision": hash } },
          spec: {
            containers: [{ name: "web", image: "web:1" }],
            volumes: [{ name: "config", configMap: { name: `web-config-${hash}` } }],
          },
        },
      },
    },
    {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name: `migrate-${jobHash}`, namespace: "acme" },
      spec: { template: { spec: { containers: [{ name: "migrate", image: `migrate:${workers}` }] } } },
    },
  ];

  it("is told once: where it stands, and not at each of its readers", () => {
    const result = ofManifests(state("55677bd1", "4"), state("4842db39", "8"));
    expect(changesOf(result)).toEqual([
      "changed acme/ConfigMap/web-config data[web.conf] -workers 4 +workers 8",
      // A job runs again under its new name; that it must is no danger.
      "replaced acme/Job/migrate spec.template.spec.containers[migrate].image migrate:4 -> migrate:8",
    ]);
    expect(result.dangers.map(({ kind }) => kind)).toEqual(["image"]);
    // The Deployment differs in nothing but hashes.
    expect(result.hashesOnly).toBe(1);
  });

  it("is nothing when the hashes alone are other ones", () => {
    const result = ofManifests(state("55677bd1", "4"), state("4842db39", "4"));
    expect(result).toMatchObject({ ...NOTHING, hashesOnly: 3, findings: { new: [], fixed: [] } });
  });

  it("is a danger under the same name, when it says of itself that it does not change", () => {
    const result = ofManifests(state("55677bd1", "4"), state("55677bd1", "8", "4842db39"));
    expect(result.dangers.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
      "immutable acme/ConfigMap/web-config-55677bd1",
      "image acme/Job/migrate:containers[migrate]",
    ]);
  });

  it("is matched in Compose files too, with the labels that say it", () => {
    const composed = (hash: string, text: string) =>
      project(
        {
          name: "acme",
          services: {
            web: {
              image: "web:1",
              configs: [{ source: `web-conf-${hash}.conf`, target: "/etc/web.conf" }],
              labels: { "ashlar.dev/revision": hash },
            },
          },
          configs: { [`web-conf-${hash}.conf`]: { file: `./config/web-conf-${hash}.conf` } },
        },
        { [`config/web-conf-${hash}.conf`]: text },
      );
    expect(changesOf(ofProjects(composed("55677bd1", "a\n"), composed("4842db39", "b\n")))).toEqual([
      "changed configs.web-conf.conf text -a +b",
    ]);
    expect(ofProjects(composed("55677bd1", "a\n"), composed("4842db39", "a\n"))).toMatchObject({
      ...NOTHING,
      hashesOnly: 2,
    });
  });

  it("is unlike another object that is read: that is a change", () => {
    const old = state("55677bd1", "4");
    const other = edited({ objects: old }, [["objects[1].spec.template.spec.volumes[config].configMap.name", "other"]]);
    expect(changesOf(ofManifests(old, other["objects"] as Document[]))).toEqual([
      "changed acme/Deployment/web spec.template.spec.volumes[config].configMap.name web-config-55677bd1 -> other",
    ]);
  });
});
