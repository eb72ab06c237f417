import { plus, reword, swap, type Document, type Edit } from "../fixtures/edit";
import { describeRule, judge } from "./judge";

const hba = "ConfigMap/db-config.data['pg_hba.conf']";
const conf = "ConfigMap/db-config.data['postgresql.conf']";
const db = "acme/StatefulSet/db:containers[postgres].ports[5432]";

/** A Service of the database. */
const way = (spec: Document): Edit => [
  "Service/db",
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "db", namespace: "acme" },
    spec: { selector: { app: "db" }, ports: [{ port: 5432 }], ...spec },
  },
];

/** The database as its image comes, with a network that nobody shares. */
const ALONE: readonly Edit[] = [
  ["compose.services.db.command", undefined],
  ["compose.services.db.networks", ["alone"]],
  ["compose.networks.alone", { internal: true }],
];
const WITHOUT_TLS = [conf, reword("ssl = 'on'", "ssl = off")] as const;
const CLOSED = ["NetworkPolicy/db.spec.ingress", []] as const;

describeRule("MTLS-003", {
  compose: {
    "finds a server behind a sidecar that can be reached beside it": {
      edits: [["compose.services.rest.environment.PGRST_SERVER_HOST", "0.0.0.0"]],
      finds: ["services.rest.ports[3000]"],
      says: /services\.web/,
    },
    "finds a server that is told nothing, because it then listens everywhere": {
      edits: [["compose.services.rest.environment.PGRST_SERVER_HOST", undefined]],
      finds: ["services.rest.ports[3000]"],
    },
    "finds an admin port": {
      edits: [
        ["compose.services.rest.environment.PGRST_ADMIN_SERVER_PORT", "3001"],
        ["compose.services.rest.environment.PGRST_ADMIN_SERVER_HOST", "*"],
      ],
      finds: ["services.rest.ports[3001]"],
    },
    "finds a sidecar's status port": {
      edits: [
        ["compose.services.rest-tls.command", swap("--status=http://127.0.0.1:16000", "--status=http://0.0.0.0:16000")],
      ],
      finds: ["services.rest-tls.ports[16000]"],
    },
    "finds a tunnel that others can use": {
      edits: [["compose.services.web-tunnel.command", swap("--listen=127.0.0.1:9000", "--listen=0.0.0.0:9000")]],
      finds: ["services.web-tunnel.ports[9000]"],
    },
    "finds a database that is published, though nobody else is on its network": {
      edits: [...ALONE, ["compose.services.db.ports", ["5432:5432"]]],
      finds: ["services.db.ports[5432]"],
      also: ["BASE-015"],
      says: /is reached by whoever reaches the host \(published as 5432:5432\)/,
    },
    "finds it on the network of its host": {
      edits: [...ALONE, ["compose.services.db.networks", undefined], ["compose.services.db.network_mode", "host"]],
      finds: ["services.db.ports[5432]"],
      also: ["BASE-007"],
    },
    "finds it behind a port that only the environment knows": {
      edits: [...ALONE, ["compose.services.db.ports", ["127.0.0.1:${PORT}:${PORT}"]]],
      finds: ["services.db.ports[5432]"],
    },
    "passes it when it is published nowhere": { edits: ALONE, finds: [] },
    "passes it where only programs beside it reach it": {
      edits: [
        ...ALONE,
        ["compose.services.db.command", ["-c", "listen_addresses=127.0.0.1"]],
        ["compose.services.db.ports", ["192.0.2.7:5432:5432"]],
      ],
      finds: [],
    },
    "accepts a socket in place of a port": {
      edits: [
        ["compose.services.rest.environment.PGRST_SERVER_HOST", "*"],
        ["compose.services.rest.environment.PGRST_SERVER_UNIX_SOCKET", "/run/rest.sock"],
        ["compose.services.rest-tls.command", swap("--target=127.0.0.1:3000", "--target=unix:/run/rest.sock")],
      ],
      finds: [],
    },
  },
  kubernetes: {
    "finds a database without TLS": {
      edits: [[conf, reword("ssl = 'on'", "ssl = off")]],
      finds: [db],
      says: /ssl is off/,
    },
    "finds a database behind a load balancer, though no policy lets anybody in": {
      edits: [WITHOUT_TLS, CLOSED, way({ type: "LoadBalancer" })],
      finds: [db],
      says: /whoever reaches the load balancer \(acme\/Service\/db, 5432:5432\)/,
    },
    "finds it behind a port of every node, and behind an address": {
      edits: [WITHOUT_TLS, CLOSED, way({ type: "NodePort", externalIPs: ["192.0.2.7"] })],
      finds: [db],
      also: ["BASE-015"],
      says: /a node .* and .*|whoever reaches 192\.0\.2\.7/,
    },
    "finds it behind an Ingress": {
      edits: [
        WITHOUT_TLS,
        CLOSED,
        way({}),
        [
          "Ingress/db",
          {
            apiVersion: "networking.k8s.io/v1",
            kind: "Ingress",
            metadata: { name: "db", namespace: "acme" },
            spec: { defaultBackend: { service: { name: "db", port: { number: 5432 } } } },
          },
        ],
      ],
      finds: [db],
      also: ["BASE-033"],
      says: /comes through acme\/Ingress\/db/,
    },
    "finds it behind a port of its node": {
      edits: [WITHOUT_TLS, CLOSED, ["StatefulSet/db.spec.template.spec.containers[postgres].ports[0].hostPort", 5432]],
      finds: [db],
      also: ["BASE-015"],
    },
    "passes it behind a Service that stays inside": { edits: [WITHOUT_TLS, CLOSED, way({})], finds: [] },
    "finds a database that says nothing of TLS": { edits: [[conf, reword("ssl = 'on'\n", "")]], finds: [db] },
    "finds an argument that undoes the file": {
      edits: [["StatefulSet/db.spec.template.spec.containers[postgres].args", plus("-c", "ssl=off")]],
      finds: [db],
    },
    "finds a row that needs no TLS": {
      edits: [[hba, reword("hostssl app", "host    app")]],
      finds: [db],
      says: /without TLS/,
    },
    "accepts such a row after one that refuses all that is plain": {
      edits: [
        [
          hba,
          reword(
            "hostssl app   authenticator all cert map=app",
            "hostnossl all all all reject\nhost app authenticator all scram-sha-256 clientcert=verify-full",
          ),
        ],
      ],
      finds: [],
    },
    "finds it when the refusal leaves out half of the addresses": {
      edits: [
        [
          hba,
          reword(
            "hostssl app   authenticator all cert map=app",
            "hostnossl all all 0.0.0.0/0 reject\nhost app authenticator all scram-sha-256 clientcert=verify-full",
          ),
        ],
      ],
      finds: [db],
    },
    "finds a status port when nothing closes it": {
      edits: [
        ["NetworkPolicy/rest.spec.ingress[0].ports", undefined],
        ["NetworkPolicy/web.spec.egress[0].ports", undefined],
      ],
      finds: ["acme/Deployment/rest:initContainers[tls].ports[16000]"],
    },
    "reads a named port and a range of ports": {
      edits: [
        ["NetworkPolicy/rest.spec.ingress[0].ports", [{ port: "api" }, { port: 15000, endPort: 17000 }]],
        ["NetworkPolicy/web.spec.egress[0].ports", [{ port: "api" }, { port: 16000 }]],
      ],
      finds: ["acme/Deployment/rest:initContainers[tls].ports[16000]"],
    },
  },
});

describe("a plain port that is published on loopback", () => {
  const levels = (...ports: readonly string[]) =>
    judge("compose", [...ALONE, ["compose.services.db.ports", ports]])
      .findings.filter(({ code }) => code === "MTLS-003")
      .map(({ level }) => level);

  it("is told and stops nothing: only programs of the machine itself reach it", () => {
    expect(levels("127.0.0.1:5432:5432", "[::1]:5432:5432")).toEqual(["advisory"]);
  });

  it("stops the change when anybody else reaches it too", () => {
    expect(levels("127.0.0.1:5432:5432", "192.0.2.7:5432:5432")).toEqual(["mandatory"]);
  });
});
