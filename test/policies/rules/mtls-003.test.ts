import { plus, reword, swap } from "../fixtures/edit";
import { describeRule } from "./judge";

const hba = "ConfigMap/db-config.data['pg_hba.conf']";
const conf = "ConfigMap/db-config.data['postgresql.conf']";
const db = "acme/StatefulSet/db:containers[postgres].ports[5432]";

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
