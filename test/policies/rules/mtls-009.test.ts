import { plus, swap } from "../fixtures/edit";
import { describeRule } from "./judge";

const uri = "Deployment/rest.spec.template.spec.containers[postgrest].env[PGRST_DB_URI].value";
const path = "acme/Deployment/rest:containers[postgrest].env[PGRST_DB_URI]";

describeRule("MTLS-009", {
  compose: {
    "finds a tunnel that presents nothing": {
      edits: [["compose.services.web-tunnel.command", plus("--disable-authentication")]],
      finds: ["services.web-tunnel.command[--target=rest:8443]"],
    },
    "finds a tunnel without a certificate": {
      edits: [
        [
          "compose.services.web-tunnel.command",
          (args: unknown) => (args as string[]).filter((text) => !text.startsWith("--cert")),
        ],
      ],
      finds: ["services.web-tunnel.command[--target=rest:8443]"],
    },
    "finds a mode of libpq that checks less": {
      edits: [["compose.services.provision.environment.PGSSLMODE", "require"]],
      finds: ["services.provision.environment[PGSSLMODE]"],
    },
    "finds a connection among arguments": {
      edits: [["compose.services.provision.command", ["postgresql://db/app?sslmode=disable"]]],
      finds: ["services.provision.command"],
    },
    "accepts a tunnel's store in place of a certificate": {
      edits: [
        ["compose.services.web-tunnel.command", swap("--cert=/run/keys/tls.crt", "--keystore=/run/keys/keystore.p12")],
      ],
      finds: [],
    },
  },
  kubernetes: {
    "finds a URI that checks less": {
      edits: [[uri, "postgres://authenticator@db/app?sslmode=require"]],
      finds: [path],
    },
    "finds a URI that says nothing": { edits: [[uri, "postgres://authenticator@db:5432/app"]], finds: [path] },
    "finds words instead of a URI": { edits: [[uri, "host=db dbname=app sslmode=verify-ca"]], finds: [path] },
    "accepts a connection through loopback, where a tunnel stands": {
      edits: [[uri, "postgres://authenticator@127.0.0.1:5432/app?sslmode=disable"]],
      finds: [],
    },
    "accepts a mode that a variable beside it sets": {
      edits: [
        [uri, "postgres://authenticator@db/app"],
        [
          "Deployment/rest.spec.template.spec.containers[postgrest].env",
          plus({ name: "PGSSLMODE", value: "verify-full" }),
        ],
      ],
      finds: [],
    },
  },
});
