import { plus, reword, swap } from "../fixtures/edit";
import { describeRule, judge } from "./judge";

const tls = "Deployment/rest.spec.template.spec.initContainers[tls]";
const hba = "ConfigMap/db-config.data['pg_hba.conf']";

const REST = [{ podSelector: { matchLabels: { app: "rest" } } }];
const WEB = [{ podSelector: { matchLabels: { app: "web" } } }];

const EXPORTER = {
  image: `docker.io/example/exporter:1.0@sha256:${"2c".repeat(32)}`,
  user: "10001",
  restart: "always",
  read_only: true,
  cap_drop: ["ALL"],
  security_opt: ["no-new-privileges"],
  networks: ["db"],
  healthcheck: { test: "true" },
  cpus: 0.1,
  mem_limit: "64m",
  mem_reservation: "64m",
  pids_limit: 10,
  deploy: { resources: { reservations: { cpus: "0.1" } } },
};

describeRule("MTLS-001", {
  compose: {
    "finds a program that no reader knows": {
      edits: [
        ["compose.services.rest-tls.image", "docker.io/example/proxy:1.0@sha256:" + "2c".repeat(32)],
        ["compose.services.rest-tls.command", ["--listen=8443"]],
        ["compose.services.rest-net.expose", ["8443"]],
      ],
      finds: ["services.rest-net.ports[8443]"],
      says: /no reader knows/,
    },
    "finds a port that nobody declares, because somebody calls it": {
      edits: [
        ["compose.services.metrics", EXPORTER],
        ["compose.services.provision.environment.METRICS", "http://metrics:9187/"],
      ],
      finds: ["services.metrics.ports[9187]"],
    },
    "finds a port with TLS that asks for no certificate": {
      edits: [["compose.services.rest-tls.command", swap("--status=http://127.0.0.1:16000", "--status=0.0.0.0:16000")]],
      finds: ["services.rest-tls.ports[16000]"],
      says: /no client certificate/,
    },
    "accepts such a port where it is the public side": {
      edits: [
        ["compose.services.rest-tls.command", swap("--status=http://127.0.0.1:16000", "--status=0.0.0.0:16000")],
        ["compose.services.rest-net.ports", ["127.0.0.1:16000:16000"]],
      ],
      finds: [],
    },
    "finds a published program that no reader knows": {
      edits: [
        ["compose.services.web-net.networks", ["alone"]],
        ["compose.networks.alone", { internal: true }],
        ["compose.services.web-net.ports", ["192.0.2.7:80:8080"]],
      ],
      finds: ["services.web-net.ports[8080]"],
      says: /nothing proves that port 8080 speaks TLS with whoever reaches the host/,
    },
    "finds a published port that only the environment knows": {
      edits: [
        ["compose.services.metrics", { ...EXPORTER, networks: ["alone"] }],
        ["compose.networks.alone", { internal: true }],
        ["compose.services.metrics.ports", ["192.0.2.7:80:${PORT}"]],
      ],
      finds: ["services.metrics.ports[1-65535]"],
    },
    "finds a published database that takes passwords, though a gateway might": {
      edits: [
        ["files['config/pg_hba.conf']", "hostssl all all all scram-sha-256"],
        ["compose.services.db.ports", ["192.0.2.7:5432:5432"]],
      ],
      finds: ["services.db.ports[5432]"],
      says: /whoever reaches the host/,
    },
    "accepts a published database that demands certificates": {
      edits: [["compose.services.db.ports", ["192.0.2.7:5432:5432"]]],
      finds: [],
    },
    "accepts what is published and cut off, as nothing comes of it": {
      edits: [["compose.services.settled.ports", ["192.0.2.7:80:8080"]]],
      finds: [],
    },
    "finds a program that only names a sidecar among its arguments": {
      edits: [
        ["compose.services.rest-tls.entrypoint", ["/bin/plain-http", "--ignored=1", "ghostunnel"]],
        ["compose.services.rest-net.expose", ["8443"]],
      ],
      finds: ["services.rest-net.ports[8443]"],
    },
    "finds a database whose rules are not in the artifact": {
      edits: [["files['config/pg_hba.conf']", undefined]],
      finds: ["services.db.ports[5432]"],
      says: /not among the files/,
    },
    "finds a database that takes passwords of everybody": {
      edits: [
        [
          "files['config/pg_hba.conf']",
          reword("hostssl app   authenticator all cert map=app", "hostssl all all all scram-sha-256"),
        ],
      ],
      finds: ["services.db.ports[5432]"],
      says: /no client certificate/,
    },
  },
  kubernetes: {
    "finds a sidecar that trusts every public authority": {
      edits: [[`${tls}.args`, (args: unknown) => (args as string[]).filter((text) => !text.startsWith("--cacert"))]],
      finds: ["acme/Deployment/rest:initContainers[tls].ports[8443]"],
      says: /public authority/,
    },
    "finds a port that a policy opens and no container declares": {
      edits: [
        ["NetworkPolicy/rest.spec.ingress[0].ports", plus({ port: 9999 })],
        ["NetworkPolicy/web.spec.egress[0].ports", plus({ port: 9999 })],
      ],
      finds: ["acme/Deployment/rest.ports[9999]"],
    },
    "finds a program that does not say where it listens behind a range of ports": {
      edits: [
        ["NetworkPolicy/web.spec.ingress", [{ from: REST, ports: [{ port: 8000, endPort: 9000 }] }]],
        ["NetworkPolicy/rest.spec.egress", plus({ to: WEB, ports: [{ port: 8500 }] })],
      ],
      finds: ["acme/Deployment/web.ports[8000-9000]"],
      says: /8000-9000 .*does not say where/,
    },
    "finds it behind a rule that names no ports": {
      edits: [
        ["NetworkPolicy/web.spec.ingress", [{ from: REST }]],
        ["NetworkPolicy/rest.spec.egress", plus({ to: WEB })],
      ],
      finds: ["acme/Deployment/web.ports[1-65535]"],
    },
    "accepts a range where every program is known, and one that the client may not take": {
      edits: [
        ["NetworkPolicy/rest.spec.ingress[0].ports", [{ port: 8000, endPort: 9000 }]],
        ["NetworkPolicy/web.spec.ingress", [{ from: REST, ports: [{ port: 8000, endPort: 9000 }] }]],
        ["NetworkPolicy/rest.spec.egress", plus({ to: WEB, ports: [{ port: 9500 }] })],
      ],
      finds: [],
    },
    "finds a database whose rules cannot be read": {
      edits: [[hba, reword("host    all", "include more.conf\nhost    all")]],
      finds: ["acme/StatefulSet/db:containers[postgres].ports[5432]"],
    },
    "finds a way in for addresses outside": {
      edits: [
        [hba, reword("cert map=app", "scram-sha-256 clientcert=verify-full")],
        ["Deployment/web.spec.template.spec.containers[web].ports", [{ containerPort: 8080 }]],
        ["NetworkPolicy/web.spec.ingress", [{ from: [{ ipBlock: { cidr: "10.0.0.0/8" } }], ports: [{ port: 8080 }] }]],
      ],
      finds: ["acme/Deployment/web:containers[web].ports[8080]"],
      says: /addresses of 10\.0\.0\.0\/8/,
    },
    "finds a program behind a load balancer of which nothing says what it speaks": {
      edits: [
        [
          "Service/web",
          {
            apiVersion: "v1",
            kind: "Service",
            metadata: { name: "web", namespace: "acme" },
            spec: { type: "LoadBalancer", selector: { app: "web" }, ports: [{ port: 80, targetPort: 8080 }] },
          },
        ],
      ],
      finds: ["acme/Deployment/web.ports[8080]"],
      says: /speaks TLS with whoever reaches the load balancer/,
    },
    "accepts a proven port behind a load balancer": { edits: [["Service/rest.spec.type", "LoadBalancer"]], finds: [] },
    "accepts a server that is closed to everybody": {
      edits: [["Deployment/web.spec.template.spec.containers[web].ports", [{ containerPort: 8080 }]]],
      finds: [],
    },
    "accepts an edge that the client may not take": {
      edits: [
        ["Deployment/web.spec.template.spec.containers[web].ports", [{ containerPort: 8080 }]],
        ["NetworkPolicy/web.spec.ingress", [{ from: [{ podSelector: { matchLabels: { app: "db" } } }] }]],
      ],
      finds: [],
    },
  },
});

it("counts what every edge is worth", () => {
  expect(judge("kubernetes", []).edges).toEqual({ proven: 3, "ca-only": 0, "server-only": 0, plain: 0, unproven: 0 });
});

it("tells what it could not look into", () => {
  expect(judge("compose", []).unread).toEqual([
    { path: "services.web", reason: "no reader knows the program, and it does not say where it listens" },
  ]);
});
