import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createAuthority } from "../../../constructs/pki/authority";
import { issueLeaf } from "../../../constructs/pki/leaf";
import type { LeafMaterial } from "../../../constructs/pki/material";
import type { MaterialList, SecretMaterial } from "../../../constructs/render/material";
import type { Cluster } from "../../../constructs/state/cluster";
import { givenValues } from "../../../constructs/state/given-values";
import { initCompose } from "../../../constructs/state/init-compose";
import { initKubernetes } from "../../../constructs/state/init-kubernetes";
import type { InitReport } from "../../../constructs/state/init-report";
import { LocalStore } from "../../../constructs/state/local-store";
import { temporaryFolders } from "./temporary-folder";

// A certificate that people bought comes in by a file or a variable, and goes to a folder or a cluster: several lines of
// text, which must arrive as they are, and are judged on the way.

const folder = temporaryFolders();
const NOW = new Date("2026-03-01T12:00:00Z");
const DAY = 86_400_000;
const NAMESPACE = { name: "acme-prod", labels: {} };

const list: MaterialList = {
  platform: "acme-prod",
  trustDomain: "prod.acme.internal",
  secrets: [
    {
      name: "tls-cert",
      recipe: {
        kind: "given",
        describe: "public certificate",
        format: { kind: "certificate", key: "tls-key", hostnames: ["acme.example"] },
      },
      namespaces: ["acme-prod"],
    },
    {
      name: "tls-key",
      recipe: { kind: "given", describe: "its key", format: { kind: "private-key" } },
      namespaces: ["acme-prod"],
    },
  ],
  identities: [],
  files: [],
};

let own: LeafMaterial;
let other: LeafMaterial;

beforeAll(async () => {
  const authority = await createAuthority({ commonName: "public CA", now: NOW });
  const issue = (): Promise<LeafMaterial> =>
    issueLeaf(authority, { commonName: "acme", dnsNames: ["acme.example"], usages: ["server"], days: 90, now: NOW });
  [own, other] = await Promise.all([issue(), issue()]);
});

type Given = Readonly<Record<"tls-cert" | "tls-key", string>>;

/** The values as a user gives them, by files of a folder or by variables. */
const BY = {
  files: (secrets: readonly SecretMaterial[], given: Given): ReadonlyMap<string, string> => {
    const from = folder();
    for (const [name, text] of Object.entries(given)) writeFileSync(join(from, name), text);
    return givenValues(secrets, { variables: {}, folder: from }).values;
  },
  variables: (secrets: readonly SecretMaterial[], given: Given): ReadonlyMap<string, string> => {
    const variables = { ASHLAR_SECRET_TLS_CERT: given["tls-cert"], ASHLAR_SECRET_TLS_KEY: given["tls-key"] };
    return givenValues(secrets, { variables }).values;
  },
} as const;

/** Where an init puts values: the folder of a Compose project, or the Secrets of a cluster. */
interface Place {
  init(given: ReadonlyMap<string, string>, now?: Date): Promise<InitReport>;
  /** A value as its reader gets it. */
  read(secret: string): string | undefined;
}

const INTO = {
  compose: (): Place => {
    const root = folder();
    return {
      init: (given, now = NOW) => initCompose(list, new LocalStore(root), { given, encrypted: [], now }),
      read: (secret) => new LocalStore(root).secret(secret) && readFileSync(join(root, "secrets", secret), "utf8"),
    };
  },
  kubernetes: (): Place => {
    const secrets = new Map<string, ReadonlyMap<string, Buffer>>();
    const cluster: Cluster = {
      createNamespace: () => Promise.resolve(false),
      readSecret: (_namespace, name) => Promise.resolve(secrets.get(name)),
      createSecret: ({ name, data }) => {
        if (secrets.has(name)) return Promise.resolve(false);
        secrets.set(name, data);
        return Promise.resolve(true);
      },
    };
    const root = join(folder(), "state");
    mkdirSync(root);
    const store = new LocalStore(root);
    return {
      init: (given, now = NOW) =>
        initKubernetes(list, cluster, { given, encrypted: [], now, store, namespaces: [NAMESPACE] }),
      read: (secret) => secrets.get(secret)?.get("value")?.toString("utf8"),
    };
  },
} as const;

const ROADS = (["files", "variables"] as const).flatMap((by) =>
  (["compose", "kubernetes"] as const).map((into) => ({ by, into })),
);

describe.each(ROADS)("a certificate given by $by, for $into", ({ by, into }) => {
  const given = (change: Partial<Given> = {}) =>
    BY[by](list.secrets, { "tls-cert": own.certificate, "tls-key": own.key, ...change });

  it("arrives with all of its lines", async () => {
    const place = INTO[into]();
    await place.init(given({ "tls-cert": own.certificate + own.ca }));
    expect(place.read("tls-cert")?.trimEnd()).toBe((own.certificate + own.ca).trimEnd());
    expect(place.read("tls-key")?.trimEnd()).toBe(own.key.trimEnd());
  });

  it("is refused with another's key before anything is made, and no message has the key in it", async () => {
    const place = INTO[into]();
    const refusal: unknown = await place.init(given({ "tls-key": other.key })).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ diagnostics: [{ code: "ASH-PKI-010", path: "secret tls-cert" }] });
    expect(String(refusal)).not.toContain(other.key.split("\n")[1]);
    expect(place.read("tls-cert")).toBeUndefined();
  });

  it("is told when it has ended since, which stops nothing else", async () => {
    const place = INTO[into]();
    await place.init(given());
    expect((await place.init(new Map())).warnings).toEqual([]);
    const { warnings } = await place.init(new Map(), new Date(NOW.getTime() + 91 * DAY));
    expect(warnings).toEqual([
      expect.objectContaining({ code: "ASH-PKI-011", severity: "warning", path: "secret tls-cert" }),
    ]);
  });
});

test("every problem is told at once: the expired certificate, and the key that nobody gave", async () => {
  const init = INTO.compose().init(new Map([["tls-cert", own.certificate]]), new Date(NOW.getTime() + 91 * DAY));
  await expect(init).rejects.toMatchObject({
    diagnostics: [
      { code: "ASH-PKI-011", path: "secret tls-cert" },
      { code: "ASH-INPUT-003", path: "secret tls-key" },
    ],
  });
});
