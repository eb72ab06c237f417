import type { Platform } from "../../../constructs/model/platform";
import { postgrestSettings, type PostgrestSettings } from "../../../constructs/postgrest/settings";
import { renderCompose } from "../../../constructs/render/compose/compose";
import { renderKubernetes } from "../../../constructs/render/kubernetes/kubernetes";
import { api, workloadOf, type ApiProps } from "./api";

/** The rendered environment of the server, which the program would take. */
function settingsOf(platform: Platform): PostgrestSettings {
  return postgrestSettings.parse(renderCompose(platform).file.services["rest"]?.environment);
}

const rendered = (props: Partial<ApiProps> = {}, publicUrl?: string): PostgrestSettings =>
  settingsOf(api(props, publicUrl === undefined ? {} : { publicUrl }).platform);

describe("the environment", () => {
  it("is one that the program takes, whatever is set", () => {
    const everything: Partial<ApiProps> = {
      schemas: ["api", "more-of-it"],
      extraSearchPath: [],
      roles: { anonymous: "web-anon", authenticator: "web" },
      keysSchema: "rest-keys",
      preRequest: "api.check",
      maxRows: 7,
      poolSize: 3,
      aggregates: true,
      openapi: "disabled",
      corsOrigins: ["https://one.example/path", "https://two.example:8443"],
      logLevel: "debug",
    };
    expect(rendered(everything, "https://acme.example/base")).toMatchObject({
      PGRST_DB_SCHEMAS: "api,more-of-it",
      PGRST_DB_EXTRA_SEARCH_PATH: "",
      PGRST_DB_ANON_ROLE: "web-anon",
      PGRST_DB_PRE_CONFIG: "rest-keys.pre_config",
      PGRST_DB_PRE_REQUEST: "rest-keys.pre_request",
      PGRST_DB_MAX_ROWS: "7",
      PGRST_DB_POOL: "3",
      PGRST_DB_AGGREGATES_ENABLED: "true",
      PGRST_OPENAPI_MODE: "disabled",
      PGRST_OPENAPI_SERVER_PROXY_URI: "https://acme.example/base",
      PGRST_SERVER_CORS_ALLOWED_ORIGINS: "https://one.example,https://two.example:8443",
      PGRST_LOG_LEVEL: "debug",
      PGRST_JWT_AUD: "acme",
    });
  });

  it("is the same on Kubernetes, but for the database's host", () => {
    const { platform } = api();
    const compose = settingsOf(platform);
    const pods = renderKubernetes(platform).objects.filter(({ kind }) => kind === "Deployment");
    const { containers } = (pods[0] as unknown as { spec: { template: { spec: { containers: Container[] } } } }).spec
      .template.spec;
    const server = containers.find(({ name }) => name === "postgrest");
    const env = Object.fromEntries((server?.env ?? []).map(({ name, value }) => [name, value]));
    const { PGRST_DB_URI: uri, ...others } = postgrestSettings.parse(env);
    expect({ ...others, PGRST_DB_URI: uri.replace(/@[^/]*/, "@db:5432") }).toEqual(compose);
  });

  it("keeps the API and the admin port on loopback, where the sidecar and the probe find them", () => {
    expect(rendered()).toMatchObject({
      PGRST_SERVER_HOST: "127.0.0.1",
      PGRST_SERVER_PORT: "3000",
      PGRST_ADMIN_SERVER_HOST: "127.0.0.1",
      PGRST_ADMIN_SERVER_PORT: "3001",
    });
  });

  it("holds no secret: the server logs in by its certificate, as the authenticator", () => {
    const { PGRST_DB_URI: uri, ...others } = rendered({ roles: { authenticator: "web" } });
    const { protocol, username, password, hostname, pathname, searchParams } = new URL(uri);
    expect({ protocol, username, password, hostname, pathname }).toEqual({
      protocol: "postgresql:",
      username: "web",
      password: "",
      hostname: "db",
      pathname: "/app",
    });
    expect(Object.fromEntries(searchParams)).toEqual({
      sslmode: "verify-full",
      sslcert: "/run/ashlar/identity/tls.crt",
      sslkey: "/run/ashlar/identity/tls.key",
      sslrootcert: "/run/ashlar/identity/ca.crt",
      application_name: "postgrest",
    });
    expect(Object.keys(others)).not.toContain("PGRST_JWT_SECRET");
  });
});

describe("web origins that may call", () => {
  const origins = (props: Partial<ApiProps>, publicUrl?: string): string | undefined =>
    rendered(props, publicUrl).PGRST_SERVER_CORS_ALLOWED_ORIGINS;

  // The program takes nothing for "any origin".
  it("are none that a page can have, unless something is said", () => {
    expect(origins({})).toBe("https://none.invalid");
    expect(origins({ corsOrigins: [] }, "https://acme.example")).toBe("https://none.invalid");
  });

  it("are the platform's own by default", () => {
    expect(origins({}, "https://acme.example/app/")).toBe("https://acme.example");
  });

  it("are those that are named, each once, apps included", () => {
    const corsOrigins = [
      "https://a.example/x",
      "https://a.example/y",
      "capacitor://localhost",
      "http://localhost:5173",
    ];
    expect(origins({ corsOrigins }, "https://acme.example")).toBe(
      "https://a.example,capacitor://localhost,http://localhost:5173",
    );
  });
});

describe("the workload", () => {
  it("asks the program itself for its readiness, since the image has no shell", () => {
    const { container } = workloadOf(api().rest.peer);
    expect(container.command).toEqual(["/bin/postgrest"]);
    expect(container.probes.ready?.forms).toEqual({ exec: ["/bin/postgrest", "--ready"] });
    expect(container.probes.started?.forms).toEqual({ exec: ["/bin/postgrest", "--ready"] });
  });

  it("reserves a part of its limits", () => {
    const { resources } = workloadOf(api({ resources: { cpu: "1", memory: "512Mi" } }).rest.peer).container;
    const { cpu, memory } = resources;
    expect([cpu.request.toString(), cpu.limit.toString()]).toEqual(["200m", "1"]);
    expect([memory.request.toString(), memory.limit.toString()]).toEqual(["256Mi", "512Mi"]);
  });
});

interface Container {
  readonly name: string;
  readonly env: readonly { readonly name: string; readonly value: string }[];
}
