import { describeRule } from "./judge";

const digest = `@sha256:${"1a".repeat(32)}`;
const web = "Deployment/web.spec.template.spec.containers[web].image";
/** The registries of the fixture. */
const OURS = ["docker.io", "ghcr.io", "registry.k8s.io"];

describeRule("BASE-022", {
  compose: {
    "finds a registry that is not in the list": {
      edits: [["compose.services.web.image", `quay.io/example/web:1.0${digest}`]],
      config: { "BASE-022": { allowed: OURS } },
      finds: ["services.web.image"],
    },
    "asks nothing of those who set no list": {
      edits: [["compose.services.web.image", `quay.io/example/web:1.0${digest}`]],
      finds: [],
    },
    "knows where an image without a host comes from": {
      edits: [
        ["compose.services.web.image", `example/web:1.0${digest}`],
        ["compose.services.db.image", `postgres:17.6${digest}`],
      ],
      config: { "BASE-022": { allowed: OURS } },
      finds: [],
    },
  },
  kubernetes: {
    "finds another path of a registry that is shared": {
      edits: [[web, `ghcr.io/acme-corp/web:1.0${digest}`]],
      config: { "BASE-022": { allowed: [...OURS.filter((name) => name !== "ghcr.io"), "ghcr.io/acme"] } },
      finds: ["acme/Deployment/web:containers[web].image"],
    },
    "finds a registry by its port": {
      edits: [[web, `localhost:5000/web:1.0${digest}`]],
      config: { "BASE-022": { allowed: [...OURS, "localhost"] } },
      finds: ["acme/Deployment/web:containers[web].image"],
    },
    "accepts what is below a path of the list": {
      edits: [[web, `ghcr.io/acme/team/web:1.0${digest}`]],
      config: { "BASE-022": { allowed: [...OURS.filter((name) => name !== "ghcr.io"), "ghcr.io/acme/"] } },
      finds: [],
    },
  },
});
