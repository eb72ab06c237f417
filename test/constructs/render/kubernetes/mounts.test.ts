import { KeyIssuer } from "../../../../constructs/issuer/key-issuer";
import { configFile } from "../../../../constructs/model/config-file";
import type { Container, Mount } from "../../../../constructs/model/container";
import { concat, encoded, identityFile, secretFile, secretValue } from "../../../../constructs/model/expression";
import { Platform } from "../../../../constructs/model/platform";
import { Scope } from "../../../../constructs/model/scope";
import { Secret } from "../../../../constructs/model/secret";
import { Size } from "../../../../constructs/model/units";
import { renderKubernetes } from "../../../../constructs/render/kubernetes/kubernetes";
import { container, objectOf, podOf, Program } from "./sample";

function mounted(changes: Partial<Container>, platform = new Platform("acme")) {
  new Program(platform, "web", { container: container("web", changes) });
  const { containers, initContainers, volumes } = podOf(platform);
  return { platform, mounts: containers[0]?.volumeMounts, initContainers, volumes };
}

const scratch = (path: string, changes: Partial<Mount & { readonly kind: "scratch" }> = {}): Mount => ({
  kind: "scratch",
  path,
  size: Size.mebibytes(64),
  seed: "empty",
  medium: "disk",
  ...changes,
});

describe("configuration files", () => {
  const settings = configFile("settings.json", { format: "json", value: { level: "info" } });
  const script = configFile("run.sh", { format: "program", text: "#!/bin/sh\nexit 0\n" }, { executable: true });

  it("are in one ConfigMap that never changes, each at its path", () => {
    const { platform, mounts, volumes } = mounted({
      mounts: [
        { kind: "config", config: settings, path: "/etc/web/settings.json" },
        { kind: "config", config: script, path: "/usr/local/bin/run" },
      ],
    });
    const map = objectOf(platform, "ConfigMap");
    expect(map.immutable).toBe(true);
    expect(map.metadata.name).toMatch(/^web-config-[0-9a-f]{8}$/);
    expect(map.data).toEqual({ "run.sh": "#!/bin/sh\nexit 0\n", "settings.json": '{\n  "level": "info"\n}\n' });
    expect(mounts).toEqual([
      { name: "config-files", mountPath: "/etc/web/settings.json", subPath: "settings.json", readOnly: true },
      { name: "config-files", mountPath: "/usr/local/bin/run", subPath: "run.sh", readOnly: true },
    ]);
    expect(volumes).toEqual([
      {
        name: "config-files",
        configMap: {
          name: map.metadata.name,
          defaultMode: 0o444,
          items: [
            { key: "run.sh", path: "run.sh", mode: 0o555 },
            { key: "settings.json", path: "settings.json", mode: 0o444 },
          ],
        },
      },
    ]);
  });

  it("give the ConfigMap another name when they say something else", () => {
    const nameOf = (level: string) => {
      const config = configFile("settings.json", { format: "json", value: { level } });
      const { platform } = mounted({ mounts: [{ kind: "config", config, path: "/settings.json" }] });
      return objectOf(platform, "ConfigMap").metadata.name;
    };
    expect(nameOf("info")).toBe(nameOf("info"));
    expect(nameOf("info")).not.toBe(nameOf("debug"));
  });

  it("of one name say one thing", () => {
    const other = configFile("settings.json", { format: "json", value: { level: "debug" } });
    expect(() =>
      mounted({
        mounts: [
          { kind: "config", config: settings, path: "/a.json" },
          { kind: "config", config: other, path: "/b.json" },
        ],
      }),
    ).toThrow(/\[acme\/web\/main\] ASH-GRAPH-009: .*"settings.json"/);
  });

  it("are not larger than a cluster takes", () => {
    const config = configFile("big.txt", { format: "program", text: "x".repeat(2 ** 20) });
    expect(() => mounted({ mounts: [{ kind: "config", config, path: "/big.txt" }] })).toThrow(
      /ASH-UNIT-005: .*1048583 bytes.*at most 1048576 bytes/,
    );
  });

  it("have names that can be keys", () => {
    const config = configFile("conf.d/a b.txt", { format: "program", text: "x" });
    expect(() => mounted({ mounts: [{ kind: "config", config, path: "/x" }] })).toThrow("ASH-NAME-001");
  });
});

describe("scratch folders", () => {
  it("are empty folders with a ceiling, on the node's disk or in memory", () => {
    const { mounts, volumes } = mounted({ mounts: [scratch("/var/cache"), scratch("/tmp", { medium: "memory" })] });
    expect(mounts).toEqual([
      { name: "scratch-web-tmp", mountPath: "/tmp" },
      { name: "scratch-web-var-cache", mountPath: "/var/cache" },
    ]);
    expect(volumes).toEqual([
      { name: "scratch-web-tmp", emptyDir: { medium: "Memory", sizeLimit: "64Mi" } },
      { name: "scratch-web-var-cache", emptyDir: { sizeLimit: "64Mi" } },
    ]);
  });

  it("of similar paths are not mixed up", () => {
    const { volumes } = mounted({ mounts: [scratch("/a/b"), scratch("/a-b"), scratch("/A/b")] });
    expect(new Set(volumes?.map(({ name }) => name)).size).toBe(3);
  });

  it("that begin as a copy of the image's content are filled by the image itself, as the same user", () => {
    const { mounts, initContainers } = mounted({
      user: { uid: 101, gid: 101 },
      mounts: [scratch("/etc/web", { seed: "image" })],
    });
    const [seed] = initContainers ?? [];
    expect(seed).toMatchObject({
      name: "seed-web-etc-web",
      image: "docker.io/library/busybox:1.37.0",
      command: ["cp", "-af", "/etc/web/.", "/ashlar-seed/content"],
      volumeMounts: [{ name: "scratch-web-etc-web", mountPath: "/ashlar-seed" }],
      securityContext: { runAsUser: 101, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
    });
    expect(mounts).toEqual([{ name: "scratch-web-etc-web", mountPath: "/etc/web", subPath: "content" }]);
  });
});

describe("material", () => {
  it("is one read-only volume, readable by the pod's group alone", () => {
    const platform = new Platform("acme");
    const token = new Secret(platform, "token", { kind: "hex", bytes: 32 });
    const { mounts, volumes } = mounted(
      {
        material: [
          { kind: "identity", forms: ["key", "cert"] },
          { kind: "identity", forms: ["ca"] },
          { kind: "secret", secret: token },
        ],
        env: { KEY: identityFile("key"), TOKEN_FILE: secretFile(token) },
      },
      platform,
    );
    expect(mounts).toEqual([{ name: "material-web", mountPath: "/run/ashlar", readOnly: true }]);
    expect(volumes).toEqual([
      {
        name: "material-web",
        projected: {
          defaultMode: 0o440,
          sources: [
            {
              secret: {
                name: "web-tls",
                items: [
                  { key: "tls.crt", path: "identity/tls.crt" },
                  { key: "tls.key", path: "identity/tls.key" },
                  { key: "ca.crt", path: "identity/ca.crt" },
                ],
              },
            },
            { secret: { name: "token", items: [{ key: "value", path: "secrets/token" }] } },
          ],
        },
      },
    ]);
    expect(podOf(platform).containers[0]?.env).toEqual([
      { name: "KEY", value: "/run/ashlar/identity/tls.key" },
      { name: "TOKEN_FILE", value: "/run/ashlar/secrets/token" },
    ]);
  });

  it("holds files with secrets in them, which no manifest shows", () => {
    const platform = new Platform("acme");
    const password = new Secret(platform, "password", { kind: "password", length: 32 });
    const config = configFile("web.properties", {
      format: "properties",
      entries: { user: "web", url: concat("db://web:", encoded("uri", secretValue(password))) },
    });
    const { mounts } = mounted({ mounts: [{ kind: "config", config, path: "/etc/web.properties" }] }, platform);
    expect(mounts).toEqual([
      { name: "material-web", mountPath: "/etc/web.properties", subPath: "files/web.properties", readOnly: true },
      { name: "material-web", mountPath: "/run/ashlar", readOnly: true },
    ]);
    const { material, objects } = renderKubernetes(platform);
    expect(material.files).toEqual([
      {
        name: "web-files",
        namespace: "acme-dev",
        key: "web.properties",
        segments: ["url=db://web:", { secret: "password", encode: ["uri", "properties"] }, "\nuser=web\n"],
      },
    ]);
    expect(objects.map((object) => object.kind)).not.toContain("ConfigMap");
    expect(objects.map((object) => object.kind)).not.toContain("Secret");
  });

  it("starts new pods when a secret file is put together differently", () => {
    const annotationOf = (user: string) => {
      const platform = new Platform("acme");
      const password = new Secret(platform, "password", { kind: "password", length: 32 });
      const value = { user, password: secretValue(password) };
      const config = configFile("web.json", { format: "json", value });
      mounted({ mounts: [{ kind: "config", config, path: "/web.json" }] }, platform);
      return objectOf(platform, "Deployment").spec?.template.metadata?.annotations?.["ashlar.dev/secret-files"];
    };
    expect(annotationOf("a")).toBe(annotationOf("a"));
    expect(annotationOf("a")).toMatch(/^[0-9a-f]{8}$/);
    expect(annotationOf("a")).not.toBe(annotationOf("b"));
  });

  it("is kept where it stands when no workload reads it, for whoever calls from outside", () => {
    const platform = new Platform("acme");
    const issuer = new KeyIssuer(new Scope(platform, "tenant"), "issuer");
    issuer.token("service", { role: "service", aud: "acme" }, 0, 4_000_000_000);
    mounted({ material: [{ kind: "secret", secret: issuer.jwks }] }, platform);
    expect(renderKubernetes(platform).material.secrets.map(({ name, namespaces }) => [name, namespaces])).toEqual([
      ["tenant-issuer-jwks", ["acme-dev"]],
      ["tenant-issuer-service", ["acme-dev-tenant"]],
      ["tenant-issuer-signing-key", ["acme-dev-tenant"]],
    ]);
  });

  it("brings along what it is derived from", () => {
    const platform = new Platform("acme");
    const key = new Secret(platform, "signing-key", { kind: "signing-key", algorithm: "ES256" });
    const jwks = Secret.derived(platform, "jwks", [key], { kind: "public-jwks" });
    mounted({ material: [{ kind: "secret", secret: jwks }] }, platform);
    expect(renderKubernetes(platform).material.secrets.map(({ name }) => name)).toEqual(["jwks", "signing-key"]);
  });

  it("cannot have the name of another peer's certificate", () => {
    const platform = new Platform("acme");
    const secret = new Secret(platform, "web-tls", { kind: "hex", bytes: 32 });
    expect(() =>
      mounted(
        {
          material: [
            { kind: "secret", secret },
            { kind: "identity", forms: ["cert"] },
          ],
        },
        platform,
      ),
    ).toThrow(/ASH-NAME-003: two Secrets have the same name: the identity of acme\/web and the secret web-tls/);
  });
});
