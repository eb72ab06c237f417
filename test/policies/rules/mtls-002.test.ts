import { reword, swap } from "../fixtures/edit";
import { describeRule, judge } from "./judge";

const hba = "ConfigMap/db-config.data['pg_hba.conf']";
const ident = "ConfigMap/db-config.data['pg_ident.conf']";
const db = "acme/StatefulSet/db:containers[postgres].ports[5432]";
const anyName = swap("--allow-uri=spiffe://acme/web", "--allow-uri=spiffe://acme/*");

describeRule("MTLS-002", {
  compose: {
    "finds a sidecar that lets in a pattern, where others are on its network": {
      edits: [
        ["compose.services.rest-tls.command", anyName],
        ["compose.services.provision.networks.rest", {}],
      ],
      finds: ["services.rest-tls.ports[8443]"],
      says: /pattern/,
    },
    "finds a map that fits every name": {
      edits: [["files['config/pg_ident.conf']", reword("app       rest ", "app       /^.*$ ")]],
      finds: ["services.db.ports[5432]"],
      says: /every name/,
    },
  },
  kubernetes: {
    "finds a database that checks the authority alone": {
      edits: [[hba, reword("cert map=app", "scram-sha-256 clientcert=verify-ca")]],
      finds: [db],
      says: /acme\/Deployment\/rest/,
    },
    "accepts it where a single caller is let through": {
      edits: [["Deployment/rest.spec.template.spec.initContainers[tls].args", anyName]],
      finds: [],
    },
    "finds it where that single caller is anybody": {
      edits: [
        ["Deployment/rest.spec.template.spec.initContainers[tls].args", anyName],
        ["NetworkPolicy/rest.spec.ingress[0].from", undefined],
      ],
      finds: ["acme/Deployment/rest:initContainers[tls].ports[8443]"],
      says: /everybody/,
    },
    "accepts a pattern that leads each name to its own role": {
      edits: [[ident, reword("app       rest      authenticator", "app       /^(.*)$   \\1")]],
      finds: [],
    },
    "accepts certificates in the role's own name": {
      edits: [[hba, reword("cert map=app", "cert")]],
      finds: [],
    },
  },
});

it("advises: the certificate is demanded all the same", () => {
  const { counts } = judge("kubernetes", [[hba, reword("cert map=app", "scram-sha-256 clientcert=verify-ca")]]);
  expect(counts).toMatchObject({ mandatory: 0, advisory: 1 });
});
