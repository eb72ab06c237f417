import type { ConfigValue } from "../../../constructs/model/config-file";
import { api, workloadOf, type ApiProps } from "./api";

/** What the database's provisioning is told. */
function provisioned(props: Partial<ApiProps> = {}) {
  const { container } = workloadOf(api(props).db.provision);
  const spec = container.mounts.flatMap((mount) =>
    mount.kind === "config" && mount.config.content.format === "json" ? [mount.config.content.value] : [],
  )[0] as unknown as Spec;
  const [app] = spec.databases.filter(({ name }) => name === "app");
  if (app === undefined) throw new Error("nothing is told of the database");
  return { ...spec, app };
}

interface Row {
  readonly kind: string;
  readonly schema?: string;
  readonly to: string;
  readonly privilege: string;
}

interface Spec {
  readonly roles: readonly { readonly name: string; readonly [attribute: string]: ConfigValue }[];
  readonly memberships: readonly { readonly role: string; readonly member: string; readonly inherit: boolean }[];
  readonly databases: readonly {
    readonly name: string;
    readonly schemas: readonly { readonly name: string; readonly owner: string | null }[];
    readonly grants: readonly Row[];
    readonly notifications: readonly { readonly channel: string; readonly payload: string }[];
  }[];
}

const attributes = ({ roles }: Spec, name: string) => roles.find((role) => role.name === name);

it("three roles of requests that nobody logs in as; policies do not apply to the service alone", () => {
  const spec = provisioned();
  for (const [name, bypassRls] of [
    ["anon", false],
    ["authenticated", false],
    ["service_role", true],
  ] as const) {
    expect(attributes(spec, name)).toMatchObject({ login: false, inherit: false, bypassRls, createRole: false });
  }
});

it("the authenticator can become each of them and has none of their rights before", () => {
  const spec = provisioned();
  expect(attributes(spec, "authenticator")).toMatchObject({ login: true, inherit: false, bypassRls: false });
  expect(spec.memberships.filter(({ member }) => member === "authenticator")).toEqual([
    { role: "anon", member: "authenticator", inherit: false },
    { role: "authenticated", member: "authenticator", inherit: false },
    { role: "service_role", member: "authenticator", inherit: false },
  ]);
  expect(spec.memberships.filter(({ member }) => member === "postgrest_keys")).toEqual([]);
});

it("the keys job owns the schemas of the keys and of the claims, the database's owner those that are served", () => {
  expect(provisioned({ schemas: ["api", "v2"] }).app.schemas).toEqual([
    { name: "api", owner: "app" },
    { name: "auth", owner: "postgrest_keys" },
    { name: "postgrest", owner: "postgrest_keys" },
    { name: "v2", owner: "app" },
  ]);
});

it("nobody but the service has rights on what is in the served schemas", () => {
  const { grants } = provisioned().app;
  const inside = grants.filter(({ kind }) => kind.startsWith("existing") || kind.startsWith("future"));
  expect(new Set(inside.map(({ to, schema }) => `${to} ${schema}`))).toEqual(new Set(["service_role api"]));
  const uses = grants
    .filter(({ kind }) => kind === "schema")
    .map(({ to, schema, privilege }) => `${to} ${privilege} ${schema}`)
    .sort();
  expect(uses).toEqual([
    "anon usage api",
    "anon usage postgrest",
    "authenticated usage api",
    "authenticated usage postgrest",
    "authenticator usage postgrest",
    "service_role usage api",
    "service_role usage postgrest",
  ]);
});

it("the server is told of changes of the structure", () => {
  expect(provisioned().app.notifications).toMatchObject([{ channel: "pgrst", payload: "reload schema" }]);
});

it("every role can have another name", () => {
  const roles = { anonymous: "a", authenticated: "b", service: "c", authenticator: "d" };
  const names = provisioned({ roles }).roles.map(({ name }) => name);
  expect(names).toEqual(["a", "app", "b", "c", "d", "other", "postgrest_keys"]);
});
