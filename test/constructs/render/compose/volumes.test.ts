import type { Mount } from "../../../../constructs/model/container";
import { Platform, type PlatformProps } from "../../../../constructs/model/platform";
import { Size } from "../../../../constructs/model/units";
import type { Volume } from "../../../../constructs/model/volume";
import { renderCompose } from "../../../../constructs/render/compose/compose";
import { Sample, sampleContainer, type SampleProps } from "../../../support/sample";
import { problemsOf } from "./rendered";

const DATA: Volume = { kind: "volume", id: "data", size: Size.gibibytes(20), backup: true };
const data: Mount = { kind: "volume", volume: DATA, path: "/var/lib/app" };

function scratch(change: Partial<Extract<Mount, { kind: "scratch" }>>): Mount {
  return {
    kind: "scratch",
    path: "/var/cache/App",
    size: Size.mebibytes(64),
    seed: "empty",
    medium: "disk",
    ...change,
  };
}

function render(mounts: readonly Mount[], props: PlatformProps = {}, more: SampleProps = {}) {
  const platform = new Platform("acme", props);
  new Sample(platform, "app", { ...more, container: { mounts, ...more.container } });
  const { file, files } = renderCompose(platform);
  const plan = files.find(({ path }) => path.endsWith(".tsv"))?.text ?? "";
  return { app: file.services["app"], volumes: file.volumes, lines: plan.split("\n").map((line) => line.split("\t")) };
}

describe("a persistent volume", () => {
  it("is a named one, empty at first as a new disk is, whatever the image has at its path", () => {
    expect(render([data]).app?.volumes).toEqual([
      { type: "volume", source: "app-data", target: "/var/lib/app", volume: { nocopy: true } },
    ]);
  });

  it("says its size and whether it is to be backed up where Compose does not look", () => {
    expect(render([data]).volumes).toEqual({
      "app-data": { "x-ashlar": { scope: "acme-dev", size: "20Gi", backup: true } },
    });
  });

  it("is handed to its user before that starts, because a fresh one is root's", () => {
    const { app, lines } = render([data], {}, { container: { user: { uid: 26, gid: 27 } } });
    expect(lines).toContainEqual(["volume", "/volumes/app-data", "26", "27", "0700", "-"]);
    expect(app?.depends_on).toEqual({ material: { condition: "service_completed_successfully" } });
  });

  it("may be shared by containers of one group", () => {
    const init = [sampleContainer({ name: "restore", probes: {}, user: { uid: 5, gid: 1000 }, mounts: [data] })];
    const { lines } = render([data], {}, { workload: { init } });
    expect(lines).toContainEqual(["volume", "/volumes/app-data", "5", "1000", "0770", "-"]);
  });

  it("cannot be shared by containers of different groups", () => {
    const platform = new Platform("acme");
    const init = [sampleContainer({ name: "restore", probes: {}, user: { uid: 5, gid: 5 }, mounts: [data] })];
    new Sample(platform, "app", { container: { mounts: [data] }, workload: { init } });
    expect(problemsOf(platform)).toEqual(["ASH-GRAPH-009 acme/app/main/restore"]);
  });

  it("has one class alone: another is a loss that must be accepted", () => {
    const fast: Mount = { ...data, volume: { ...DATA, storageClass: "fast" } };
    expect(() => render([fast])).toThrow(/ASH-TARGET-002.*storage classes/);
    expect(render([fast], { allowLoss: ["container.mounts.volume.storageClass"] }).volumes).toHaveProperty("app-data");
  });
});

describe("scratch space on disk", () => {
  it("is a volume of the container's own path, handed to its user", () => {
    const { app, volumes, lines } = render([scratch({})]);
    expect(app?.volumes).toMatchObject([{ source: "app-app-var-cache-app", target: "/var/cache/App" }]);
    expect(volumes).toEqual({ "app-app-var-cache-app": {} });
    expect(lines).toContainEqual(["volume", "/volumes/app-app-var-cache-app", "1000", "1000", "0700", "-"]);
  });

  it("that starts as a copy of the image's is one for each image, or an upgrade would run on old files", () => {
    const seeded = scratch({ seed: "image" });
    const one = render([seeded]);
    const two = render([seeded], {}, { container: { image: { repository: "docker.io/library/busybox", tag: "2" } } });
    const [before, after] = [one, two].map(({ volumes }) => Object.keys(volumes));
    expect(before).toEqual([expect.stringMatching(/^app-app-var-cache-app-[0-9a-f]{8}$/)]);
    expect(after).not.toEqual(before);
    expect(one.app?.volumes).toEqual([{ type: "volume", source: before?.[0], target: "/var/cache/App" }]);
    expect(one.lines).toContainEqual(["tree", `/volumes/${before?.[0]}`, "1000", "1000", "0700", "-"]);
  });

  it("in memory may run programs, as on Kubernetes, and gives nobody rights or devices", () => {
    const { app } = render([scratch({ medium: "memory" })]);
    expect(app?.tmpfs).toEqual([expect.stringMatching(/^\/var\/cache\/App:.*,exec,nosuid,nodev$/)]);
  });

  it("is a volume too when memory is asked for that the image seeds", () => {
    const { app } = render([scratch({ seed: "image", medium: "memory" })]);
    expect(app?.volumes).toHaveLength(1);
    expect(app).not.toHaveProperty("tmpfs");
  });
});
