import { plus } from "../fixtures/edit";
import { describeRule, judge } from "./judge";

const KEY = "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIBase64\n-----END EC PRIVATE KEY-----\n";
const CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

describeRule("MTLS-008", {
  compose: {
    "finds a key in a config, mounted or not": {
      edits: [["compose.configs.key", { content: KEY }]],
      finds: ["configs.key:key"],
      also: ["BASE-012"],
    },
    "finds a key in a file of the project": {
      edits: [
        ["files['tls/tls.key']", KEY],
        ["compose.services.web.volumes", ["./tls:/tls:ro"]],
      ],
      finds: ["services.web.volumes[/tls]"],
    },
    "finds a key in a variable": {
      edits: [["compose.services.web.environment", plus(`TLS=${KEY}`)]],
      finds: ["services.web.environment[TLS]"],
      also: ["BASE-012"],
    },
    "finds a sidecar that is told to read its key from a config": {
      edits: [
        ["compose.configs.material", { file: "./not-here" }],
        ["compose.services.rest-tls.configs", [{ source: "material", target: "/run/keys/tls.key" }]],
      ],
      finds: ["services.rest-tls.command[--key]"],
    },
    "accepts a certificate in a config": { edits: [["compose.configs.ca", { content: CERTIFICATE }]], finds: [] },
    "accepts a key among secrets": {
      edits: [
        ["compose.secrets", { key: { file: "../secrets/key" } }],
        ["compose.services.web.secrets", ["key"]],
      ],
      finds: [],
    },
  },
  kubernetes: {
    "finds a key in a ConfigMap": {
      edits: [["ConfigMap/db-config.data['tls.key']", KEY]],
      finds: ["acme/ConfigMap/db-config:tls.key"],
      also: ["BASE-012"],
    },
    "finds a database that reads its key from a ConfigMap": {
      edits: [["StatefulSet/db.spec.template.spec.volumes[keys]", { name: "keys", configMap: { name: "identity" } }]],
      finds: ["acme/StatefulSet/db:containers[postgres].args[/etc/db/postgresql.conf: ssl_key_file]"],
    },
    "accepts a projected volume of Secrets": {
      edits: [
        [
          "StatefulSet/db.spec.template.spec.volumes[keys]",
          { name: "keys", projected: { sources: [{ secret: { name: "identity" } }] } },
        ],
      ],
      finds: [],
    },
  },
});

it("never prints what it found", () => {
  const report = judge("kubernetes", [["ConfigMap/db-config.data['tls.key']", KEY]]);
  expect(report.findings.map(({ code }) => code)).toEqual(["BASE-012", "MTLS-008"]);
  expect(JSON.stringify(report)).not.toContain("MHcCAQ");
});
