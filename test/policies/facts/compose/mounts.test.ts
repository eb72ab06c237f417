import { readMounts } from "../../../../policies/facts/compose/mounts";
import { openProject } from "../../../../policies/facts/compose/project";

const files = new Map([
  ["config/a.conf", "a"],
  ["config/sub/b.conf", "b"],
]);
const project = openProject(
  { configs: { a: { file: "./config/a.conf" }, inline: { content: "text" }, far: { external: true } } },
  files,
  new Map(),
);
const mounts = (service: Record<string, unknown>) =>
  readMounts(service, project).map(({ path, kind, name, readOnly }) => [path, kind, name, readOnly]);

describe("mounts of a service", () => {
  it("are volumes in the short form", () => {
    expect(
      mounts({ volumes: ["data:/data", "data:/backup:ro,z", "/anonymous", "./config:/etc/app:ro", "/etc:/host"] }),
    ).toEqual([
      ["/data", "volume", "data", false],
      ["/backup", "volume", "data", true],
      ["/anonymous", "volume", "", false],
      ["/etc/app", "host", "./config", true],
      ["/host", "host", "/etc", false],
    ]);
  });

  it("are volumes in the long form", () => {
    expect(
      mounts({
        volumes: [
          { type: "volume", source: "data", target: "/data", read_only: true },
          { type: "bind", source: "./x", target: "/x" },
          { type: "tmpfs", target: "/tmp" },
          { type: "npipe", source: "p", target: "/p" },
        ],
      }),
    ).toEqual([
      ["/data", "volume", "data", true],
      ["/x", "host", "./x", false],
      ["/tmp", "scratch", "", false],
      ["/p", "other", "p", false],
    ]);
  });

  it("are scratch space, configs and secrets", () => {
    expect(
      mounts({
        tmpfs: "/run:size=1m",
        configs: ["a", { source: "inline", target: "/etc/i" }],
        secrets: ["s", { source: "t", target: "u" }],
      }),
    ).toEqual([
      ["/run", "scratch", "", false],
      ["/a", "config", "a", true],
      ["/etc/i", "config", "inline", true],
      ["/run/secrets/s", "secret", "s", true],
      ["/run/secrets/u", "secret", "t", true],
    ]);
    expect(mounts({ tmpfs: ["/a", "/b"] })).toHaveLength(2);
  });

  it("hold the texts that are known, and never a secret's", () => {
    const texts = readMounts(
      { volumes: ["./config:/etc/app:ro", "./config/a.conf:/a:ro"], configs: ["a", "inline", "far"], secrets: ["s"] },
      project,
    );
    expect(texts.map(({ files: inside }) => inside.map(({ path, text }) => [path, text]))).toEqual([
      [
        ["/etc/app/a.conf", "a"],
        ["/etc/app/sub/b.conf", "b"],
      ],
      [["/a", "a"]],
      [["/a", "a"]],
      [["/inline", "text"]],
      [["/far", undefined]],
      [["/run/secrets/s", undefined]],
    ]);
  });
});
