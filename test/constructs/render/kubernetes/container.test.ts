import type { Container } from "../../../../constructs/model/container";
import { endpointValue, secretValue } from "../../../../constructs/model/expression";
import { Platform, type PlatformProps } from "../../../../constructs/model/platform";
import { Secret } from "../../../../constructs/model/secret";
import { Cpu, Size } from "../../../../constructs/model/units";
import { renderKubernetes } from "../../../../constructs/render/kubernetes/kubernetes";
import { container, podOf, Program, Server } from "./sample";

function rendered(changes: Partial<Container>, props: PlatformProps = {}) {
  const platform = new Platform("acme", props);
  new Program(platform, "web", { container: container("web", changes) });
  const [only] = podOf(platform).containers;
  if (only === undefined) throw new Error("a pod without a container");
  return only;
}

describe("a container", () => {
  it("runs its image's own entry point unless a command is given", () => {
    const platform = new Platform("acme");
    const { command: _command, ...rest } = container("web");
    new Program(platform, "web", { container: rest });
    expect(podOf(platform).containers[0]).not.toHaveProperty("command");
    expect(podOf(platform).containers[0]).not.toHaveProperty("args");
  });

  it("keeps command and arguments apart, and the kubelet away from their dollars", () => {
    const { command, args } = rendered({ command: ["/bin/sh", "-c"], args: ["echo $(date) $1"] });
    expect(command).toEqual(["/bin/sh", "-c"]);
    expect(args).toEqual(["echo $$(date) $1"]);
  });

  it("may not have a secret on its command line", () => {
    const platform = new Platform("acme");
    const password = new Secret(platform, "password", { kind: "password", length: 32 });
    new Program(platform, "web", { container: container("web", { args: [secretValue(password)] }) });
    expect(() => renderKubernetes(platform)).toThrow(/\[acme\/web\/main\/web\] ASH-TARGET-002: a command line holds/);
  });

  it("is pulled once, from the mirror and by the digest of the platform", () => {
    const digest = `sha256:${"a".repeat(64)}`;
    const { image, imagePullPolicy } = rendered(
      {},
      { registryMirror: "registry.acme.example", digests: { "docker.io/library/busybox:1.37.0": digest } },
    );
    expect(image).toBe(`registry.acme.example/library/busybox:1.37.0@${digest}`);
    expect(imagePullPolicy).toBe("IfNotPresent");
  });

  it("has requests and limits in canonical units", () => {
    const { resources } = rendered({
      resources: {
        cpu: { request: Cpu.millicores(250), limit: Cpu.cores(2) },
        memory: { request: Size.mebibytes(512), limit: Size.gibibytes(1) },
        pids: 100,
      },
    });
    expect(resources?.requests).toMatchObject({ cpu: "250m", memory: "512Mi" });
    expect(resources?.limits).toMatchObject({ cpu: "2", memory: "1Gi" });
  });

  it("has as much of the node's disk as its scratch folders and its logs take", () => {
    const scratch = (path: string, medium: "disk" | "memory") =>
      ({ kind: "scratch", path, size: Size.mebibytes(100), seed: "empty", medium }) as const;
    const mounts = [scratch("/var/cache", "disk"), scratch("/var/spool", "disk"), scratch("/tmp", "memory")];
    const closed = rendered({ mounts }).resources;
    expect(closed?.requests?.["ephemeral-storage"]).toBe("264Mi");
    expect(closed?.limits?.["ephemeral-storage"]).toBe("712Mi");
  });

  it("has no ceiling on the node's disk when nobody knows what it writes to its root", () => {
    const open = rendered({ readOnlyRoot: false });
    expect(open.securityContext?.readOnlyRootFilesystem).toBe(false);
    expect(open.resources?.limits).not.toHaveProperty("ephemeral-storage");
  });

  it("runs as its own user, with the capability it was given and no other", () => {
    const { securityContext } = rendered({ user: { uid: 101, gid: 102 }, capabilities: ["NET_BIND_SERVICE"] });
    expect(securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] },
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      runAsUser: 101,
      runAsGroup: 102,
    });
  });

  it("cannot run as root", () => {
    expect(() => rendered({ user: { uid: 0, gid: 0 } })).toThrow(/ASH-TARGET-002: runs as root.*a uid of 1 or more/);
  });

  it("declares the ports it serves and those it is probed at", () => {
    const platform = new Platform("acme");
    new Server(
      platform,
      "api",
      { container: container("api") },
      { tls: { mode: "mtls", by: "sidecar", verifies: "name", serverPort: 8080 } },
    );
    const { containers, initContainers } = podOf(platform);
    expect(containers[0]).not.toHaveProperty("ports");
    expect(initContainers?.[0]?.ports).toEqual([
      { name: "api", containerPort: 8443, protocol: "TCP" },
      { name: "probe-16000", containerPort: 16000, protocol: "TCP" },
    ]);
  });

  it("writes its last words where they are found", () => {
    expect(rendered({}).terminationMessagePolicy).toBe("FallbackToLogsOnError");
  });
});

describe("the containers of a pod", () => {
  it("start in order: tunnels, sidecars, TLS sidecars, init steps, the program", () => {
    const platform = new Platform("acme");
    const db = new Server(platform, "db");
    const api = new Server(
      platform,
      "api",
      () => ({
        sidecars: [container("exporter")],
        init: [container("migrate"), container("warm-up")],
        container: container("api", { env: { DB: endpointValue(db.endpoint, "url") } }),
      }),
      { tls: { mode: "mtls", by: "sidecar", verifies: "name", serverPort: 8080 } },
    );
    api.peer.connect(db.endpoint, { client: "tunnel" });
    const { containers, initContainers } = podOf(platform, "api");
    expect(initContainers?.map(({ name, restartPolicy }) => [name, restartPolicy])).toEqual([
      ["tunnel-0", "Always"],
      ["exporter", "Always"],
      ["tls-api", "Always"],
      ["migrate", undefined],
      ["warm-up", undefined],
    ]);
    expect(containers.map(({ name }) => name)).toEqual(["api"]);
    expect(containers[0]?.env).toEqual([{ name: "DB", value: "http://127.0.0.1:15000" }]);
  });

  it("do not wait for a TLS sidecar, which is well only when the program behind it is", () => {
    const platform = new Platform("acme");
    new Server(platform, "api", {}, { tls: { mode: "mtls", by: "sidecar", verifies: "name", serverPort: 8080 } });
    const [sidecar] = podOf(platform).initContainers ?? [];
    expect(sidecar).toHaveProperty("readinessProbe");
    expect(sidecar).not.toHaveProperty("startupProbe");
  });

  it("have names of their own, which are DNS labels", () => {
    const platform = new Platform("acme");
    new Program(platform, "web", { sidecars: [container("program"), container("Log_Shipper")] });
    expect(() => renderKubernetes(platform)).toThrow(
      /ASH-NAME-001: the container's name is not valid \(got "Log_Shipper"[\s\S]*ASH-NAME-003: two containers have the same name \(got "program"/,
    );
  });
});
