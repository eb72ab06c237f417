import { findFile, type MountFacts } from "../../../policies/facts/mount";

const mount = (path: string, kind: MountFacts["kind"], files: Record<string, string> = {}): MountFacts => ({
  path,
  kind,
  name: kind,
  readOnly: true,
  hostPath: undefined,
  files: Object.entries(files).map(([file, text]) => ({ path: file, text })),
});

describe("a path of a container", () => {
  const mounts = [
    mount("/etc", "volume"),
    mount("/etc/app", "config", { "/etc/app/a.conf": "a" }),
    mount("/etc/app/keys", "secret"),
  ];

  it("leads to a file whose text is known", () => {
    expect(findFile(mounts, "/etc/app/a.conf")).toMatchObject({ text: "a", mount: { kind: "config" } });
  });

  it("leads to the mount that covers it most closely", () => {
    expect(findFile(mounts, "/etc/app/keys/tls.key")).toMatchObject({ text: undefined, mount: { kind: "secret" } });
    expect(findFile(mounts, "/etc/passwd")?.mount.kind).toBe("volume");
  });

  it("does not lead to a mount whose name only begins alike", () => {
    expect(findFile([mount("/etc/app", "config")], "/etc/application")).toBeUndefined();
  });
});
