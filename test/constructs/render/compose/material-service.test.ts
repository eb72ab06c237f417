import { configFile } from "../../../../constructs/model/config-file";
import { concat, configPath, identityFile, secretFile, secretValue } from "../../../../constructs/model/expression";
import { Platform } from "../../../../constructs/model/platform";
import { Secret } from "../../../../constructs/model/secret";
import { renderCompose } from "../../../../constructs/render/compose/compose";
import { BEHIND_SIDECAR, Sample } from "../../../support/sample";
import { problemsOf } from "./rendered";

/** A server that reads its key, a password and a file with that password in it. */
function platform(path = "/run/ashlar/files/users.json"): Platform {
  const root = new Platform("acme");
  const password = new Secret(root, "password", { kind: "password", length: 30 });
  const users = configFile("users.json", { format: "json", value: { admin: secretValue(password) } });
  new Sample(root, "server", {
    serve: BEHIND_SIDECAR,
    container: {
      user: { uid: 26, gid: 27 },
      args: [identityFile("key"), secretFile(password), configPath(users)],
      env: { LOGIN: concat("admin:", secretValue(password)) },
      material: [
        { kind: "identity", forms: ["key", "p12"] },
        { kind: "secret", secret: password },
      ],
      mounts: [{ kind: "config", config: users, path }],
    },
  });
  return root;
}

const plan = (root: Platform): readonly string[] =>
  renderCompose(root)
    .files.find(({ path }) => /^config\/ashlar-plan-.*\.tsv$/.test(path))
    ?.text.split("\n") ?? [];

describe("the service that hands out keys and secret files", () => {
  const { services, configs } = renderCompose(platform()).file;
  const material = services["material"];

  it("is root without a network, with three capabilities, for as long as copying takes", () => {
    expect(material).toMatchObject({
      image: "docker.io/library/busybox:1.37.0",
      user: "0:0",
      read_only: true,
      cap_drop: ["ALL"],
      cap_add: ["CHOWN", "DAC_OVERRIDE", "FOWNER"],
      security_opt: ["no-new-privileges:true"],
      network_mode: "none",
      restart: "no",
    });
  });

  it("sees what `init` keeps for the peers, for reading, and never the authority's key", () => {
    const sources = (material?.volumes ?? []).filter((mount) => mount.type === "bind");
    expect(sources.map(({ source, target }) => [source, target])).toEqual([
      ["../pki/server", "/sources/pki/server"],
      ["../secrets", "/sources/secrets"],
    ]);
    for (const mount of sources) expect(mount).toMatchObject({ read_only: true, bind: { create_host_path: false } });
  });

  it("runs a program of ours by a plan, both in files whose names tell their content", () => {
    expect(material?.entrypoint).toEqual(["sh", "/ashlar/material.sh", "/ashlar/plan.tsv"]);
    const [program, table] = material?.configs ?? [];
    expect(program?.source).toMatch(/^ashlar-material-[0-9a-f]{8}\.sh$/);
    expect(table?.source).toMatch(/^ashlar-plan-[0-9a-f]{8}\.tsv$/);
    expect(configs[program?.source ?? ""]).toEqual({ file: `./config/${program?.source}` });
  });

  it("fills a volume for each reader, which sees it for reading alone and waits for it", () => {
    expect(services["server"]?.volumes).toEqual([
      {
        type: "volume",
        source: "server-app-material",
        target: "/run/ashlar",
        read_only: true,
        volume: { nocopy: true },
      },
    ]);
    expect(services["server"]?.depends_on).toMatchObject({ material: { condition: "service_completed_successfully" } });
    expect(services["server-tls-http"]?.volumes).toMatchObject([{ source: "server-tls-http-material" }]);
  });

  it("gives each file its reader's owner, and nobody else the right to read it", () => {
    const lines = plan(platform()).filter((line) => line.includes("server-app-material"));
    const place = "/material/server-app-material";
    expect(lines).toEqual(
      [
        ["folder", place, "26", "27", "0500", "-"],
        ["folder", `${place}/files`, "26", "27", "0500", "-"],
        ["file", `${place}/files/users.json`, "26", "27", "0400", "/sources/secrets/files/server/users.json"],
        ["folder", `${place}/identity`, "26", "27", "0500", "-"],
        ["file", `${place}/identity/keystore.p12`, "26", "27", "0400", "/sources/pki/server/keystore.p12"],
        ["file", `${place}/identity/tls.key`, "26", "27", "0400", "/sources/pki/server/tls.key"],
        ["folder", `${place}/secrets`, "26", "27", "0500", "-"],
        ["file", `${place}/secrets/password`, "26", "27", "0400", "/sources/secrets/password"],
      ].map((fields) => fields.join("\t")),
    );
  });

  it("puts files where the expressions say they are", () => {
    expect(services["server"]?.command).toEqual([
      "/run/ashlar/identity/tls.key",
      "/run/ashlar/secrets/password",
      "/run/ashlar/files/users.json",
    ]);
  });

  it("is not there when nobody needs it", () => {
    const root = new Platform("acme");
    new Sample(root, "app");
    expect(renderCompose(root).file.services).not.toHaveProperty("material");
  });

  it("refuses a secret file at any other place", () => {
    expect(problemsOf(platform("/etc/users.json"))).toEqual(["ASH-TARGET-002 acme/server/main/app:users.json"]);
  });
});

describe("what `init` is asked to make", () => {
  const { material, file } = renderCompose(platform());

  it("names secrets with their recipes", () => {
    expect(material).toMatchObject({ platform: "acme-dev", trustDomain: "dev.acme.internal" });
    expect(material.secrets).toEqual([{ name: "password", recipe: { kind: "password", length: 30 }, namespaces: [] }]);
  });

  it("names identities with every form that a container reads, and what those are made of", () => {
    expect(material.identities).toEqual([
      {
        name: "server",
        commonName: "server",
        uri: "spiffe://dev.acme.internal/server",
        dnsNames: ["server", "localhost"],
        forms: ["cert", "key", "ca", "p12"],
      },
    ]);
  });

  it("gives files and env files as text with places for secrets, never with their values", () => {
    const password = { secret: "password" };
    expect(material.files).toEqual([
      {
        name: "server.env",
        key: "environment",
        segments: ['LOGIN="admin:', { ...password, encode: ["dotenv"] }, '"\n'],
      },
      {
        name: "server/users.json",
        key: "users.json",
        segments: ['{\n  "admin": "', { ...password, encode: ["json"] }, '"\n}\n'],
      },
    ]);
    expect(file.services["server"]?.env_file).toEqual([{ path: "../secrets/files/server.env", required: true }]);
    expect(file.services["server"]).not.toHaveProperty("environment");
  });

  it("makes a reader anew when the shape of its secret file changes, which Compose cannot see", () => {
    const revision = (value: string): string | undefined => {
      const root = new Platform("acme");
      const secret = new Secret(root, "password", { kind: "password", length: 30 });
      const users = configFile("users.json", { format: "json", value: { name: value, password: secretValue(secret) } });
      const mounts = [{ kind: "config", config: users, path: "/run/ashlar/files/users.json" }] as const;
      new Sample(root, "app", { container: { mounts } });
      return renderCompose(root).file.services["app"]?.labels["ashlar.dev/revision"];
    };
    expect(revision("a")).toMatch(/^[0-9a-f]{8}$/);
    expect(revision("b")).not.toBe(revision("a"));
    expect(revision("a")).toBe(revision("a"));
  });

  it("issues nothing where certificates exist already, and mounts them from the same place", () => {
    const root = new Platform("acme", { pki: "existing" });
    new Sample(root, "server", { serve: BEHIND_SIDECAR });
    const artifact = renderCompose(root);
    expect(artifact.material.identities).toEqual([]);
    expect(artifact.file.services["material"]?.volumes).toMatchObject([
      { source: "../pki/server" },
      { type: "volume" },
    ]);
  });

  it("refuses cert-manager, which issues on Kubernetes alone", () => {
    expect(problemsOf(new Platform("acme", { pki: "cert-manager" }))).toEqual(["ASH-TARGET-002 acme:pki"]);
  });
});
