import { describeRule } from "./judge";

const digest = `@sha256:${"1b".repeat(32)}`;
const off = { "BASE-010": { level: "off" } } as const;

describeRule("BASE-009", {
  compose: {
    "finds an image without a tag": {
      edits: [["compose.services.web.image", "docker.io/example/web"]],
      config: off,
      finds: ["services.web.image"],
      says: /means latest/,
    },
    "takes a registry's port for no tag": {
      edits: [["compose.services.web.image", "localhost:5000/web"]],
      config: off,
      finds: ["services.web.image"],
    },
    "finds a tag that moves": {
      edits: [["compose.services.web.image", "web:latest"]],
      config: off,
      finds: ["services.web.image"],
    },
    "finds a tag that only the environment knows": {
      edits: [["compose.services.web.image", "web:${TAG}"]],
      config: off,
      finds: ["services.web.image"],
    },
    "reads the default of a variable": {
      edits: [["compose.services.web.image", "web:${TAG:-1.2}"]],
      config: off,
      finds: [],
    },
    "finds a service without an image": {
      edits: [["compose.services.web.image", undefined]],
      finds: ["services.web.image"],
    },
    "finds a tag without a number, which names no version": {
      edits: [["compose.services.web.image", "docker.io/example/web:alpine"]],
      config: off,
      finds: ["services.web.image"],
    },
    "accepts a digest in place of a tag": { edits: [["compose.services.web.image", `web${digest}`]], finds: [] },
  },
  kubernetes: {
    "finds a tag that moves, in a sidecar too": {
      edits: [
        ["Deployment/web.spec.template.spec.initContainers[tunnel].image", "docker.io/ghostunnel/ghostunnel:latest"],
      ],
      config: off,
      finds: ["acme/Deployment/web:initContainers[tunnel].image"],
    },
    "accepts a moving tag that is pinned": {
      edits: [["Deployment/web.spec.template.spec.containers[web].image", `web:latest${digest}`]],
      finds: [],
    },
    "accepts a version": {
      edits: [["Deployment/web.spec.template.spec.containers[web].image", "registry.example:5000/team/web:2.0.1-rc.1"]],
      config: off,
      finds: [],
    },
  },
});
