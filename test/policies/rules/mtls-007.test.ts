import { swap } from "../fixtures/edit";
import { describeRule, judge } from "./judge";

const tls = "Deployment/rest.spec.template.spec.initContainers[tls].args";
const env = "Deployment/rest.spec.template.spec.containers[postgrest].env";
const elsewhere = swap("--target=127.0.0.1:3000", "--target=other:3000");

describeRule("MTLS-007", {
  compose: {
    "finds a sidecar that hands on to another host": {
      edits: [["compose.services.rest-tls.command", elsewhere]],
      finds: ["services.rest-tls.command[--target=other:3000]"],
    },
    "finds a server that no reader knows, since every port is open there": {
      edits: [["compose.services.rest.image", `docker.io/example/app:1.0@sha256:${"2c".repeat(32)}`]],
      finds: ["services.rest-tls.command[--target=127.0.0.1:3000]"],
      says: /nothing proves/,
    },
    "accepts a socket": {
      edits: [["compose.services.rest-tls.command", swap("--target=127.0.0.1:3000", "--target=unix:/run/rest.sock")]],
      finds: [],
    },
  },
  kubernetes: {
    "finds a sidecar that hands on to another host": {
      edits: [[tls, elsewhere]],
      finds: ["acme/Deployment/rest:initContainers[tls].args[--target=other:3000]"],
    },
    "tells of a server that network policy alone keeps closed": {
      edits: [[`${env}[PGRST_SERVER_HOST].value`, "0.0.0.0"]],
      finds: ["acme/Deployment/rest:initContainers[tls].args[--target=127.0.0.1:3000]"],
      says: /network policy alone/,
    },
    "accepts a server that no reader knows where its port is closed": {
      edits: [
        [
          "Deployment/rest.spec.template.spec.containers[postgrest].image",
          `docker.io/example/app:1.0@sha256:${"2c".repeat(32)}`,
        ],
      ],
      finds: [],
    },
    "reads a host that the environment fills in": {
      edits: [
        [env, (list: unknown) => [{ name: "HOST", value: "127.0.0.1" }, ...(list as object[])]],
        [tls, swap("--target=127.0.0.1:3000", "--target=$(HOST):3000")],
        ["Deployment/rest.spec.template.spec.initContainers[tls].env", [{ name: "HOST", value: "127.0.0.1" }]],
      ],
      finds: [],
    },
  },
});

it("only advises where the network closes the port", () => {
  const { findings } = judge("kubernetes", [[`${env}[PGRST_SERVER_HOST].value`, "0.0.0.0"]]);
  expect(findings.map(({ level }) => level)).toEqual(["advisory"]);
});
