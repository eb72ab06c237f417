import { describeLive } from "./support/engines";
import { KEYCLOAK_STARTS, startKeycloak } from "./support/keycloak";
import type { KeycloakServer } from "./support/keycloak";
import { KeycloakAdmin } from "./support/keycloak-admin";
import { ProvisionJob, wordsInArguments } from "./support/keycloak-provision";
import type { DeclaredRealm } from "./support/keycloak-provision";
import { startPostgres } from "./support/postgres";
import type { PostgresServer } from "./support/postgres";
import { temporaryFolder } from "./support/process";

const secrets = {
  admin: "secret-of-the-administrator",
  service: "secret-of-the-service",
  smtp: "secret-of-the-relay",
  provider: "secret-of-the-provider",
  user: "secret-of-the-first-user",
};
const job = { realm: "acme", adminSecret: secrets.admin, ledgerId: "0b6f1c50-6f2c-5d0e-9a53-000000000001" };
const webId = "0b6f1c50-6f2c-5d0e-9a53-000000000002";
const workerId = "0b6f1c50-6f2c-5d0e-9a53-000000000003";
const oldId = "0b6f1c50-6f2c-5d0e-9a53-000000000004";

const web = {
  id: webId,
  is: {
    publicClient: true,
    redirectUris: ["https://acme.example/callback"],
    attributes: { "access.token.lifespan": "60" },
  },
};
const worker = {
  id: workerId,
  serviceRoles: ["editor"],
  is: {
    publicClient: false,
    secret: secrets.service,
    standardFlowEnabled: false,
    serviceAccountsEnabled: true,
    protocolMappers: [
      {
        name: "claim-role",
        protocol: "openid-connect",
        protocolMapper: "oidc-hardcoded-claim-mapper",
        config: { "claim.name": "role", "claim.value": "worker", "access.token.claim": "true" },
      },
    ],
  },
};
const first = {
  roles: ["editor"],
  is: {
    email: "first@acme.example",
    firstName: "First",
    lastName: "User",
    enabled: true,
    credentials: [{ type: "password", value: secrets.user, temporary: true }],
  },
};
const declared: DeclaredRealm = {
  realm: {
    realm: "acme",
    enabled: true,
    displayName: "Ächme & Söhne",
    accessTokenLifespan: 300,
    attributes: { adminEventsExpiration: "3600" },
    smtpServer: { host: "mail", port: "25", from: "a@acme.example", auth: "true", user: "u", password: secrets.smtp },
  },
  roles: {
    reader: { description: "Reads" },
    editor: { description: "Reads and writes", includes: ["reader"] },
    passing: { description: "Is declared for a while", includes: ["reader"] },
  },
  clients: {
    web,
    worker: { ...worker, serviceRoles: ["editor", "passing"] },
    old: { id: oldId, is: { publicClient: true } },
  },
  providers: {
    staff: {
      providerId: "oidc",
      enabled: true,
      config: {
        clientId: "us",
        clientSecret: secrets.provider,
        tokenUrl: "https://id.example/t",
        authorizationUrl: "https://id.example/a",
      },
    },
  },
  users: { first },
};

/** What is declared later: the passing things no more, other values of the rest. */
const later: DeclaredRealm = {
  ...declared,
  realm: { ...declared.realm, accessTokenLifespan: 120 },
  roles: { reader: { description: "Reads" }, editor: { description: "Reads, writes" } },
  clients: {
    web: {
      ...web,
      is: { ...web.is, redirectUris: ["https://acme.example/other"], attributes: { "access.token.lifespan": "" } },
    },
    worker,
  },
};

describeLive(["keycloak", "java-17", "postgres-17", "postgres-debian15"], "the job that provisions Keycloak", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let database: PostgresServer;
  let server: KeycloakServer;
  let admin: KeycloakAdmin;
  let provision: ProvisionJob;

  beforeAll(async () => {
    folder = temporaryFolder("keycloak-provision");
    database = await startPostgres({
      version: 17,
      hba: ["local all postgres trust", "host keycloak keycloak 127.0.0.1/32 trust"],
    });
    await database.sql("create role keycloak login");
    await database.sql("create database keycloak owner keycloak");
    server = await startKeycloak({
      env: {
        KC_DB: "postgres",
        KC_DB_URL: `jdbc:postgresql://127.0.0.1:${database.port}/keycloak`,
        KC_DB_USERNAME: "keycloak",
        KC_CACHE: "local",
        KC_HEALTH_ENABLED: "true",
        KC_HOSTNAME: "https://acme.example",
        KC_BOOTSTRAP_ADMIN_CLIENT_ID: "bootstrap",
        KC_BOOTSTRAP_ADMIN_CLIENT_SECRET: secrets.admin,
      },
    });
    admin = new KeycloakAdmin(server.url, secrets.admin);
    provision = new ProvisionJob(server, folder.path);
  }, KEYCLOAK_STARTS);

  afterAll(async () => {
    await server?.stop();
    await database?.stop();
    folder.remove();
  });

  const run = (realm: DeclaredRealm): Promise<string> => provision.succeed(realm, job);

  /** All that the realm holds, but what only the clock changes. */
  const everything = async (): Promise<unknown> => ({
    realm: await admin.send("POST", "acme/partial-export?exportClients=true&exportGroupsAndRoles=true"),
    clients: await admin.get("acme/clients"),
    users: await admin.get("acme/users"),
    ledger: await admin.get(`acme/clients/${job.ledgerId}`),
  });

  /** Realm roles of a user or service account, without those that everybody has. */
  const rolesOf = async (username: string): Promise<readonly string[]> => {
    const [user] = await admin.get<readonly { readonly id: string }[]>(`acme/users?exact=true&username=${username}`);
    const roles = await admin.names(`acme/users/${user?.id}/role-mappings/realm`, "name");
    return roles.filter((name) => name !== "default-roles-acme");
  };

  it("makes all that is declared on an empty server, and shows no secret to whoever lists processes", async () => {
    const { result, seen, looks } = await wordsInArguments(Object.values(secrets), () => run(declared));

    expect(result).toBe(
      "provision: made realm acme, role reader, role editor, role passing, client web, client worker, client old, " +
        "identity provider staff, user first; changed roles of the role editor, roles of the role passing, " +
        "roles of the client worker; deleted nothing",
    );
    expect(seen).toEqual([]);
    expect(looks).toBeGreaterThan(20);
    expect(provision.leftovers()).toEqual([]);
    expect(await admin.get("acme")).toMatchObject({
      displayName: "Ächme & Söhne",
      accessTokenLifespan: 300,
      smtpServer: { host: "mail" },
    });
    expect(await admin.get("acme/identity-provider/instances/staff")).toMatchObject({ config: { clientId: "us" } });
    expect(await admin.get(`acme/clients/${job.ledgerId}`)).toMatchObject({
      clientId: "ashlar",
      enabled: false,
      standardFlowEnabled: false,
    });
  });

  it("gives a service its roles and our claims", async () => {
    expect(await admin.serviceClaims("acme", "worker", secrets.service)).toMatchObject({
      role: "worker",
      realm_access: { roles: expect.arrayContaining(["editor", "reader", "passing"]) as unknown },
    });
  });

  it("gives the first user roles, and a password to be changed", async () => {
    const [user] = await admin.get<readonly object[]>("acme/users?username=first");
    expect(user).toMatchObject({ email: "first@acme.example", requiredActions: ["UPDATE_PASSWORD"] });
    expect(await rolesOf("first")).toEqual(["editor"]);
  });

  it("keeps the administrator of the first start, and leaves the rest of the realm master alone", async () => {
    const [client] = await admin.get<readonly { readonly attributes: object }[]>("master/clients?clientId=bootstrap");
    expect(client).toMatchObject({ secret: secrets.admin, attributes: { is_temporary_admin: "false" } });
    expect(await admin.names("master/clients", "clientId")).toEqual([
      ...["account", "account-console", "acme-realm", "admin-cli", "bootstrap", "broker", "master-realm"],
      "security-admin-console",
    ]);
  });

  it("changes nothing when it runs again, and asks three questions", async () => {
    const before = await everything();
    expect(await run(declared)).toBe("provision: made nothing; changed nothing; deleted nothing");
    expect(await everything()).toEqual(before);
    expect(provision.lastCalls()).toHaveLength(3);
  });

  describe("with what people make at run time", () => {
    const oddRole = `an ["odd"], $(id) \\ name`;
    let manualSecret: string;
    let refreshToken: string;

    const refresh = async (): Promise<number> => {
      const form = { grant_type: "refresh_token", client_id: "manual-app", refresh_token: refreshToken };
      const answer = await admin.token("acme", form);
      refreshToken = answer.refresh_token ?? "";
      return answer.status;
    };

    beforeAll(async () => {
      const manual = { id: "11111111-1111-4111-8111-111111111111", clientId: "manual", serviceAccountsEnabled: true };
      await admin.send("POST", "acme/clients", manual);
      const rotated = await admin.send("POST", `acme/clients/${manual.id}/client-secret`);
      manualSecret = (rotated as { readonly value: string }).value;
      await admin.send("POST", "acme/clients", {
        clientId: "manual-app",
        publicClient: true,
        directAccessGrantsEnabled: true,
      });
      await admin.send("POST", "acme/users", {
        ...{ username: "alice", email: "alice@acme.example", firstName: "A", lastName: "L", enabled: true },
        credentials: [{ type: "password", value: "hers-alone-1", temporary: false }],
      });
      const form = { grant_type: "password", client_id: "manual-app", username: "alice", password: "hers-alone-1" };
      refreshToken = (await admin.token("acme", form)).refresh_token ?? "";
      for (const name of ["by-hand", oddRole]) await admin.send("POST", "acme/roles", { name });
      const added = await admin.get("acme/roles/by-hand");
      await admin.send("POST", "acme/roles/editor/composites", [added]);
      const service = await admin.get<{ readonly id: string }>(`acme/clients/${workerId}/service-account-user`);
      await admin.send("POST", `acme/users/${service.id}/role-mappings/realm`, [added]);
    });

    it("repairs what is ours and was changed by hand, also a secret that its program does not know", async () => {
      await admin.send("POST", `acme/clients/${workerId}/client-secret`);
      await admin.send("PUT", `acme/clients/${webId}`, { clientId: "web", redirectUris: ["https://evil.example/*"] });
      await admin.send("DELETE", "acme/roles/editor/composites", [await admin.get("acme/roles/reader")]);

      expect(await run(declared)).toBe(
        "provision: made nothing; changed roles of the role editor, client web, client worker; deleted nothing",
      );
      expect(await admin.get(`acme/clients/${webId}`)).toMatchObject({ redirectUris: web.is.redirectUris });
      expect(await admin.get(`acme/clients/${workerId}`)).toMatchObject({ secret: secrets.service });
      expect(await admin.names("acme/roles/editor/composites", "name")).toEqual(["by-hand", "reader"]);
    });

    it("writes what is declared otherwise, and deletes what is declared no more", async () => {
      expect(await run(later)).toBe(
        "provision: made nothing; changed realm acme, role editor, roles of the role editor, client web; " +
          "deleted client old, role passing",
      );
      expect(await admin.get("acme")).toMatchObject({ accessTokenLifespan: 120, displayName: "Ächme & Söhne" });
      const client = await admin.get<{ readonly attributes: object }>(`acme/clients/${webId}`);
      expect(client).toMatchObject({ redirectUris: ["https://acme.example/other"] });
      expect(client.attributes).not.toHaveProperty(["access.token.lifespan"]);
      expect(await run(later)).toBe("provision: made nothing; changed nothing; deleted nothing");
    });

    it("keeps the realm's attributes that people set, and those alone, when it writes the realm", async () => {
      const attributes = async () =>
        (await admin.get<{ readonly attributes: Readonly<Record<string, string>> }>("acme")).attributes;
      const before = await attributes();
      const byHand = { "acr.loa.map": '{"gold":2}', "by.hand": 'odd: "{&}", \\ and\nÄ' };
      await admin.send("PUT", "acme", { attributes: { ...before, ...byHand, adminEventsExpiration: "1" } });

      const written = (lifespan: string): DeclaredRealm => ({
        ...later,
        realm: { ...later.realm, attributes: { adminEventsExpiration: lifespan }, smtpServer: {} },
      });
      expect(await run(written("60"))).toBe("provision: made nothing; changed realm acme; deleted nothing");
      expect(await attributes()).toEqual({ ...before, ...byHand, adminEventsExpiration: "60" });
      // Everything else of the realm is what is declared: nothing of the former mail relay is left.
      expect((await admin.get<{ readonly smtpServer: object }>("acme")).smtpServer).toEqual({});

      expect(await run(later)).toBe("provision: made nothing; changed realm acme; deleted nothing");
      expect(await attributes()).toEqual({ ...before, ...byHand });
    });

    it("deletes only what it made", async () => {
      const builtIn = [
        "account",
        "account-console",
        "admin-cli",
        "broker",
        "realm-management",
        "security-admin-console",
      ];
      const clients = [...builtIn, "ashlar", "manual", "manual-app", "web", "worker"].sort();
      expect(await admin.names("acme/clients", "clientId")).toEqual(clients);
      const roles = [
        "by-hand",
        "default-roles-acme",
        "editor",
        "offline_access",
        "reader",
        "uma_authorization",
        oddRole,
      ];
      expect(await admin.names("acme/roles", "name")).toEqual(roles.sort());
      expect(await admin.names("acme/roles/editor/composites", "name")).toEqual(["by-hand"]);
      expect(await rolesOf("service-account-worker")).toEqual(["by-hand", "editor"]);
    });

    it("keeps users, their sessions, and the secret that was made for a client by hand", async () => {
      expect(await admin.names("acme/users", "username")).toEqual(["alice", "first"]);
      expect(await refresh()).toBe(200);
      expect(await admin.serviceClaims("acme", "manual", manualSecret)).toMatchObject({ azp: "manual" });
    });

    it("touches the first user no more, nor makes him again", async () => {
      const [user] = await admin.get<readonly { readonly id: string }[]>("acme/users?username=first");
      await admin.send("DELETE", `acme/users/${user?.id}`);
      expect(await run(later)).toBe("provision: made nothing; changed nothing; deleted nothing");
      expect(await admin.names("acme/users", "username")).toEqual(["alice"]);
    });

    it("finishes what a killed run began", async () => {
      const { reader, editor } = later.roles ?? {};
      const more: DeclaredRealm = {
        ...later,
        roles: { reader: reader!, editor: editor!, added: { description: "Is new" } },
        clients: { worker: { ...worker, serviceRoles: ["editor", "added"] } },
        users: { first, second: { is: { ...first.is, email: "second@acme.example" }, roles: ["added"] } },
      };
      await provision.kill(more, job, /^create clients|add-roles .*--uusername service-account-worker/);
      expect(await admin.names("acme/clients", "clientId")).not.toContain("web");
      await provision.kill(more, job, /^add-roles .*--uusername second/);
      expect(await rolesOf("second")).toEqual([]);

      expect(await run(more)).toContain("made user second");
      expect(await rolesOf("second")).toEqual(["added"]);
      expect(await rolesOf("service-account-worker")).toEqual(["added", "by-hand", "editor"]);
      expect(await run(more)).toBe("provision: made nothing; changed nothing; deleted nothing");

      expect(await run(later)).toMatch(/made client web; .*deleted role added$/);
      expect(await admin.names("acme/users", "username")).toEqual(["alice", "second"]);
    });

    it("takes over nothing that somebody else made, and says all of it before it changes anything", async () => {
      const before = await everything();
      const clash: DeclaredRealm = {
        ...later,
        roles: { ...later.roles, "by-hand": { description: "Ours?" } },
        clients: { worker, manual: { id: oldId, is: {} } },
      };
      const { code, stderr } = await provision.run(clash, job);
      expect(code).toBe(1);
      expect(stderr).toContain(
        "made by somebody else in the realm acme: role by-hand (role:by-hand), client manual (client:",
      );
      expect(await everything()).toEqual(before);
    });

    it("obeys no order that a realm's administrator writes into the ledger", async () => {
      const client = await admin.get<{ readonly attributes: Readonly<Record<string, string>> }>(
        `acme/clients/${job.ledgerId}`,
      );
      const orders = "role:../../master client:.. part:a/$(id) grant:x client:11111111-1111-4111-8111-11111111111/";
      const made = `${client.attributes["ashlar.made"]} ${orders}`;
      await admin.send("PUT", `acme/clients/${job.ledgerId}`, {
        clientId: "ashlar",
        attributes: { "ashlar.made": made },
      });
      expect(await run(later)).toBe("provision: made nothing; changed nothing; deleted nothing");
    });
  });

  it("stops in a realm that another platform or a person made", async () => {
    await admin.send("POST", "", { realm: "foreign", enabled: true, displayName: "Not ours" });
    const { code, stderr } = await provision.run(declared, { ...job, realm: "foreign" });
    expect(code).toBe(1);
    expect(stderr).toContain("the realm foreign is there, but this platform did not make it");
    expect(await admin.get("foreign")).toMatchObject({ displayName: "Not ours" });
  });

  it("says in Keycloak's words what Keycloak refused, and where", async () => {
    const bad = { ...web, is: { ...web.is, redirectUris: ["javascript:alert(1)"] } };
    const { code, stderr } = await provision.run({ ...later, clients: { web: bad, worker } }, job);
    expect([code, stderr]).toEqual([
      1,
      "provision: could not change the client web: A redirect URI uses an illegal scheme [invalid_input]\n",
    ]);
  });

  it("says that it was not let in", async () => {
    const { code, stderr } = await provision.run(declared, { ...job, adminSecret: "another-secret" });
    expect(code).toBe(1);
    expect(stderr).toBe(
      `provision: could not log in at ${server.url} as the client bootstrap of the realm master: ` +
        "Invalid client or Invalid client credentials [unauthorized_client]\n",
    );
  });

  it("wrote no secret anywhere", () => {
    for (const secret of [...Object.values(secrets), "another-secret"]) expect(provision.output).not.toContain(secret);
    expect(server.running.output()).not.toContain(secrets.service);
  });
});
