import { programFile } from "../model/asset";
import { configFile, type ConfigFile, type ConfigValue } from "../model/config-file";
import { configMount } from "../model/config-mount";
import type { Endpoint } from "../model/endpoint";
import { concat, configPath, endpointValue, secretFile } from "../model/expression";
import type { Peer } from "../model/peer";
import type { Secret } from "../model/secret";
import { Cpu, Duration, Size } from "../model/units";
import { nameUuid } from "../model/uuid";
import type { Workload } from "../model/workload";
import { KEYCLOAK_HOME, KEYCLOAK_IMAGE, KEYCLOAK_USER } from "./images";
import type { IdentityProviderSpec, RealmSpec } from "./realm-schema";
import {
  clientRepresentation,
  clientUuid,
  identityProviderRepresentation,
  realmRepresentation,
  roleRepresentation,
  userRepresentation,
  type Smtp,
} from "./representation";
import { ADMIN_CLIENT } from "./server";

const FOLDER = "/etc/ashlar/keycloak";

/** The program, in the order in which it is read: how it calls, what is declared, is there, is ours, and is done. */
const PARTS = ["begin", "plan", "export", "ledger", "changes"].map((part) => `provision/${part}.sh`);

/** The program of the job. */
export function provisionProgram(): ConfigFile {
  return programFile(__dirname, "provision.sh", PARTS);
}

/** A realm with everything that refers to others. */
export interface Realm {
  /** The component's path in its tree, which makes ids its own. */
  readonly path: string;
  readonly name: string;
  readonly spec: RealmSpec;
  readonly smtp: Smtp | undefined;
  readonly clientSecrets: ReadonlyMap<string, Secret>;
  readonly users: readonly User[];
  readonly identityProviders: readonly IdentityProvider[];
}

/** An identity provider, and the secret of our client there. */
export interface IdentityProvider {
  readonly alias: string;
  readonly spec: IdentityProviderSpec;
  readonly secret: Secret;
}

/** A user to begin with, and the password to change at the first login. */
export interface User {
  readonly name: string;
  readonly spec: RealmSpec["users"][string];
  readonly password: Secret;
}

/** How the job reaches the server. */
export interface Provisioner {
  readonly peer: Peer;
  readonly api: Endpoint<undefined>;
  readonly basePath: string;
  readonly admin: Secret;
}

/** A line of the plan: what to make, the file that says what it is like, and roles that come with it. */
interface Entry {
  readonly words: readonly string[];
  readonly file?: ConfigFile;
  readonly roles?: readonly string[];
}

/**
 * Makes the realm what it is declared to be, with Keycloak's own command line. It runs again whenever a declaration
 * changes; what people made by hand, users and sessions are left alone.
 */
export function provision({ peer, api, basePath, admin }: Provisioner, realm: Realm): Workload {
  const program = provisionProgram();
  const entries = entriesOf(realm);
  const plan = configFile("plan", { format: "text", text: entries.map((entry) => `${lineOf(entry)}\n`).join("") });
  const files = entries.flatMap(({ file }) => (file === undefined ? [] : [file]));
  return {
    kind: "workload",
    peer,
    run: { kind: "job", retries: 6, timeout: Duration.minutes(10) },
    init: [],
    container: {
      name: "provision",
      image: KEYCLOAK_IMAGE,
      command: ["/bin/bash", configPath(program)],
      env: {
        ADMIN_CLIENT,
        ADMIN_SECRET_FILE: secretFile(admin),
        KCADM: `${KEYCLOAK_HOME}/bin/kcadm.sh`,
        KEYCLOAK_URL: concat(endpointValue(api, "url"), basePath),
        LEDGER_ID: nameUuid(realm.path, "ledger"),
        PLAN: configPath(plan),
        REALM: realm.name,
      },
      material: [{ kind: "secret", secret: admin }],
      mounts: [
        ...[program, plan, ...files].map((config) => configMount(config, FOLDER)),
        { kind: "scratch", path: "/tmp", size: Size.mebibytes(32), seed: "empty", medium: "memory" },
      ],
      probes: {},
      resources: {
        cpu: { request: Cpu.millicores(100), limit: Cpu.millicores(1000) },
        memory: { request: Size.mebibytes(128), limit: Size.mebibytes(256) },
        pids: 128,
      },
      user: KEYCLOAK_USER,
      readOnlyRoot: true,
    },
    sidecars: [],
    gracePeriod: Duration.seconds(10),
    reload: { kind: "restart" },
  };
}

function lineOf({ words, file, roles = [] }: Entry): string {
  const place = file === undefined ? [] : [configMount(file, FOLDER).path];
  return [...words, ...place, ...(roles.length === 0 ? [] : [[...roles].sort().join(",")])].join(" ");
}

function entriesOf(realm: Realm): readonly Entry[] {
  const { path, name, spec, smtp } = realm;
  const roles = sorted(spec.roles);
  const clients = sorted(spec.clients);
  return [
    { words: ["realm"], file: json("realm", realmRepresentation(name, spec, smtp)) },
    ...roles.map(([role, { description }]) => ({
      words: ["role", role],
      file: json(`role-${role}`, roleRepresentation(role, description)),
    })),
    ...roles
      .filter(([, { includes }]) => includes.length > 0)
      .map(([role, { includes }]) => ({ words: ["composites", role], roles: includes })),
    ...clients.map(([id, client]) => ({
      words: ["client", clientUuid(path, id), id],
      file: json(`client-${id}`, clientRepresentation(path, id, client, realm.clientSecrets.get(id))),
    })),
    ...clients
      .filter(([, { serviceRoles }]) => serviceRoles.length > 0)
      .map(([id, { serviceRoles }]) => ({ words: ["service-roles", clientUuid(path, id)], roles: serviceRoles })),
    ...realm.identityProviders.map(({ alias, spec: provider, secret }) => ({
      words: ["idp", alias],
      file: json(`idp-${alias}`, identityProviderRepresentation(alias, provider, secret)),
    })),
    ...realm.users.map(({ name: user, spec: userSpec, password }) => ({
      words: ["user", user],
      file: json(`user-${user}`, userRepresentation(user, userSpec, password)),
      roles: userSpec.roles,
    })),
  ];
}

function json(name: string, value: ConfigValue): ConfigFile {
  return configFile(`${name}.json`, { format: "json", value });
}

function sorted<Value>(record: Readonly<Record<string, Value>>): readonly (readonly [string, Value])[] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
