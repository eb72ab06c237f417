import { plus } from "../fixtures/edit";
import { describeRule } from "./judge";

const web = "Deployment/web.spec.template.spec.containers[web]";
const path = "acme/Deployment/web:containers[web]";
const TOKEN = { name: "TOKEN", valueFrom: { secretKeyRef: { name: "web", key: "token" } } };

describeRule("BASE-030", {
  kubernetes: {
    "finds a variable that is a secret": { edits: [[`${web}.env`, plus(TOKEN)]], finds: [`${path}.env[TOKEN]`] },
    "finds a whole secret": {
      edits: [[`${web}.envFrom`, [{ secretRef: { name: "web" } }, { configMapRef: { name: "web" } }]]],
      finds: [`${path}.envFrom[web]`],
    },
    "accepts a file": {
      edits: [[`${web}.volumeMounts`, plus({ name: "keys", mountPath: "/run/keys", readOnly: true })]],
      finds: [],
    },
    "accepts programs that read nothing else": {
      edits: [
        [`${web}.env`, plus(TOKEN)],
        [`${web}.envFrom`, [{ secretRef: { name: "web" } }]],
      ],
      config: { "BASE-030": { allowed: ["TOKEN", "web"] } },
      finds: [],
    },
  },
});
