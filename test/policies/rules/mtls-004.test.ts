import { plus } from "../fixtures/edit";
import { describeRule } from "./judge";

const tls = "Deployment/rest.spec.template.spec.initContainers[tls].args";
const path = "acme/Deployment/rest:initContainers[tls].args";

describeRule("MTLS-004", {
  compose: {
    "finds a sidecar that lets in everybody": {
      edits: [["compose.services.rest-tls.command", plus("--allow-all")]],
      finds: ["services.rest-tls.command[--allow-all]"],
    },
    "reads a line as well as a list": {
      edits: [
        [
          "compose.services.rest-tls.command",
          "server --listen 0.0.0.0:8443 --target 127.0.0.1:3000 --cacert /ca.crt --disable-authentication",
        ],
      ],
      finds: ["services.rest-tls.command[--disable-authentication]"],
    },
    "reads an image of another name by its command": {
      edits: [
        ["compose.services.rest-tls.image", `docker.io/example/tools:1.0@sha256:${"2c".repeat(32)}`],
        ["compose.services.rest-tls.entrypoint", ["/usr/local/bin/ghostunnel"]],
        ["compose.services.rest-tls.command", plus("--allow-all")],
      ],
      finds: ["services.rest-tls.command[--allow-all]"],
    },
  },
  kubernetes: {
    "finds a sidecar that lets in everybody": { edits: [[tls, plus("--allow-all")]], finds: [`${path}[--allow-all]`] },
    "finds a sidecar that asks for nothing": {
      edits: [[tls, plus("--disable-authentication")]],
      finds: [`${path}[--disable-authentication]`],
    },
    "finds it also where a single caller is let through": {
      edits: [
        [tls, plus("--allow-all")],
        ["NetworkPolicy/rest.metadata.labels", { kept: "yes" }],
      ],
      finds: [`${path}[--allow-all]`],
    },
    "accepts more names": { edits: [[tls, plus("--allow-uri=spiffe://acme/admin", "--allow-cn=backup")]], finds: [] },
  },
});
