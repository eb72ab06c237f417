import { renderCompose } from "../../../constructs/render/compose/compose";
import { renderKubernetes } from "../../../constructs/render/kubernetes/kubernetes";
import { EVERYTHING, identity, planOf, realm, type RealmProps } from "./sample-keycloak";

/** The plan's lines, without the places of files and with names for ids. */
function planned(props: RealmProps["realm"]): readonly string[] {
  return planOf(renderCompose(realm(props).platform)).map((line) =>
    line.replace(/\/\S+\/(\S+\.json)/, "$1").replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/, "<id>"),
  );
}

const ALICE = { email: "alice@acme.example", firstName: "Alice", lastName: "Smith" };

describe("the plan", () => {
  it("is the realm alone when nothing is declared", () => {
    expect(planned({})).toEqual(["realm realm.json"]);
  });

  it("names whatever is in it, what others refer to first", () => {
    expect(
      planned({
        clients: { web: { redirectUris: ["/"] }, job: { kind: "service", serviceRoles: ["writer", "reader"] } },
        roles: { writer: { includes: ["reader", "lister"] }, reader: {}, lister: {} },
        users: { zoe: { ...ALICE, email: "zoe@acme.example" }, alice: { ...ALICE, roles: ["writer", "lister"] } },
      }),
    ).toEqual([
      "realm realm.json",
      "role lister role-lister.json",
      "role reader role-reader.json",
      "role writer role-writer.json",
      "composites writer lister,reader",
      "client <id> job client-job.json",
      "client <id> web client-web.json",
      "service-roles <id> reader,writer",
      "user alice user-alice.json lister,writer",
      "user zoe user-zoe.json",
    ]);
  });

  it("gives a client the id that its own file says, and its roles to the same one", () => {
    const artifact = renderCompose(identity(EVERYTHING).platform);
    const line = (start: string) => planOf(artifact).find((text) => text.startsWith(start)) ?? "";
    const [id] = /[0-9a-f-]{36}/.exec(planOf(artifact).find((text) => text.includes(" reports ")) ?? "") ?? [];
    expect(line("service-roles")).toBe(`service-roles ${id} editor`);
    const file = artifact.material.files.find(({ key }) => key === "client-reports.json");
    expect(JSON.stringify(file?.segments)).toContain(`${id}`);
  });

  it("does not depend on the order in which things are declared", () => {
    const roles = { a: {}, b: { includes: ["a"] } };
    const clients = { x: { redirectUris: ["/x"] }, y: { redirectUris: ["/y"] } };
    const turned = <Value>(record: Readonly<Record<string, Value>>): Record<string, Value> =>
      Object.fromEntries(Object.entries(record).reverse());
    expect(planned({ roles: turned(roles), clients: turned(clients) })).toEqual(planned({ roles, clients }));
  });

  it("has a file for each line that names one, where the job sees it", () => {
    const artifact = renderCompose(identity(EVERYTHING).platform);
    const job = artifact.file.services["auth-provision"];
    const mounted = (job?.configs ?? []).map((config) => (typeof config === "string" ? config : config.target));
    const filled = artifact.material.files.map(({ name, key }) => [name, `/run/ashlar/files/${key}`]);
    const secret = filled.filter(([name]) => name?.startsWith("auth-provision/")).map(([, path]) => path);
    const places = planOf(artifact).flatMap((line) => /\/\S+\.json/.exec(line) ?? []);
    expect(places).toHaveLength(8);
    expect(places.filter((place) => ![...mounted, ...secret].includes(place))).toEqual([]);
  });
});

describe("the job", () => {
  const job = renderCompose(identity(EVERYTHING).platform).file.services["auth-provision"];

  it("runs Keycloak's own program against the server's path, through its own tunnel", () => {
    expect(job?.image).toBe("quay.io/keycloak/keycloak:26.7.0");
    expect(job?.environment).toMatchObject({
      ADMIN_CLIENT: "ashlar-provision",
      ADMIN_SECRET_FILE: "/run/ashlar/secrets/auth-admin",
      KCADM: "/opt/keycloak/bin/kcadm.sh",
      KEYCLOAK_URL: "http://127.0.0.1:15000/auth",
      REALM: "acme",
    });
  });

  it("has its secret in a file alone: neither its variables nor its words hold one", () => {
    const text = JSON.stringify([job?.environment, job?.entrypoint, job?.command]);
    expect(text).not.toMatch(/\$\{|secret=|password/i);
  });

  it("runs again on a cluster when anything that is declared changes, and not otherwise", () => {
    const nameOf = (props: RealmProps["realm"]) =>
      renderKubernetes(realm(props).platform)
        .objects.filter(({ kind }) => kind === "Job")
        .map(({ metadata }) => metadata.name)
        .find((name) => name?.startsWith("auth-provision"));
    const before = nameOf({ roles: { editor: {} } });
    expect(nameOf({ roles: { editor: {} } })).toBe(before);
    expect(nameOf({ roles: { editor: { description: "writes" } } })).not.toBe(before);
    expect(nameOf({ roles: { editor: {} }, tokens: { access: "6m" } })).not.toBe(before);
  });

  it("keeps its ledger under an id of its own realm's component", () => {
    expect(job?.environment).toMatchObject({ LEDGER_ID: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  });
});
