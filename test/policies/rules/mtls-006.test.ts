import { reword } from "../fixtures/edit";
import { describeRule } from "./judge";

const hba = "ConfigMap/db-config.data['pg_hba.conf']";
const before = (row: string) => reword("host    all", `${row}\nhost    all`);

describeRule("MTLS-006", {
  compose: {
    "finds a row that trusts": {
      edits: [["files['config/pg_hba.conf']", before("host all all all trust")]],
      finds: ["services.db.command[/etc/db/pg_hba.conf:4]"],
    },
    "finds the variable by which the official image trusts everybody, without TLS": {
      edits: [
        ["compose.services.db.command", undefined],
        ["compose.services.db.environment", { POSTGRES_HOST_AUTH_METHOD: "trust" }],
      ],
      finds: ["services.db.environment[POSTGRES_HOST_AUTH_METHOD]"],
      also: ["MTLS-003"],
      says: /POSTGRES_HOST_AUTH_METHOD=trust trusts/,
    },
    "finds it as a default of a variable, which stands there for all to read": {
      edits: [
        ["compose.services.db.command", undefined],
        ["compose.services.db.environment", ["POSTGRES_HOST_AUTH_METHOD=${METHOD:-trust}"]],
      ],
      finds: ["services.db.environment[POSTGRES_HOST_AUTH_METHOD]"],
      also: ["MTLS-003"],
    },
    "accepts the variable where files of the project say who gets in": {
      edits: [["compose.services.db.environment", { POSTGRES_HOST_AUTH_METHOD: "trust" }]],
      finds: [],
    },
  },
  kubernetes: {
    "finds the variable by which the official image trusts everybody": {
      edits: [
        ["StatefulSet/db.spec.template.spec.containers[postgres].args", undefined],
        [
          "StatefulSet/db.spec.template.spec.containers[postgres].env",
          [{ name: "POSTGRES_HOST_AUTH_METHOD", value: "trust" }],
        ],
      ],
      finds: ["acme/StatefulSet/db:containers[postgres].env[POSTGRES_HOST_AUTH_METHOD]"],
      also: ["MTLS-003"],
    },
    "finds trust in the whole world that is written like loopback": {
      edits: [[hba, before("host all all 127.0.0.1/0 trust")]],
      finds: ["acme/StatefulSet/db:containers[postgres].args[/etc/db/pg_hba.conf:4]"],
    },
    "finds trust behind a row that only refuses a role whose name is all": {
      edits: [[hba, before('host all "all" all reject\nhost all all all trust')]],
      finds: ["acme/StatefulSet/db:containers[postgres].args[/etc/db/pg_hba.conf:5]"],
    },
    "finds trust under TLS too": {
      edits: [[hba, before("hostssl all admin 10.0.0.0 255.0.0.0 trust")]],
      finds: ["acme/StatefulSet/db:containers[postgres].args[/etc/db/pg_hba.conf:4]"],
    },
    "accepts trust on loopback, which is the pod itself": {
      edits: [[hba, before("host all all 127.0.0.1/32 trust\nhost all all ::1/128 trust")]],
      finds: [],
    },
    "accepts trust in a certificate of the role's name": {
      edits: [[hba, before("hostssl all admin all trust clientcert=verify-full")]],
      finds: [],
    },
    "accepts a comment about trust": { edits: [[hba, before("# host all all all trust")]], finds: [] },
  },
});
