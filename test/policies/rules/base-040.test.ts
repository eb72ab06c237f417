import { plus } from "../fixtures/edit";
import { describeRule } from "./judge";

const web = "Deployment/web.spec.template.spec";
const job = "Job/provision.spec.template.spec";
const CLAIM = { name: "files", persistentVolumeClaim: { claimName: "files" } };
const MOUNT = { name: "files", mountPath: "/files" };

describeRule("BASE-040", {
  compose: {
    "finds a volume that two services write": {
      edits: [["compose.services.provision.volumes", ["data:/data"]]],
      finds: ["volumes.data"],
      says: /services\.db, services\.provision/,
    },
    "accepts readers beside one writer": {
      edits: [["compose.services.provision.volumes", ["data:/data:ro"]]],
      finds: [],
    },
    "accepts the job that hands out files before anybody reads them": {
      edits: [["compose.services.material.volumes", plus("data:/out/data")]],
      finds: [],
    },
    "accepts volumes without a name, which are never the same": {
      edits: [
        ["compose.services.provision.volumes", ["/scratch"]],
        ["compose.services.db.volumes", plus("/scratch")],
      ],
      finds: [],
    },
    "accepts a volume that is meant to be shared": {
      edits: [["compose.services.provision.volumes", ["data:/data"]]],
      config: { "BASE-040": { allowed: ["volumes.data"] } },
      finds: [],
    },
  },
  kubernetes: {
    "finds a claim that two workloads write": {
      edits: [
        [`${web}.volumes`, plus(CLAIM)],
        [`${web}.containers[web].volumeMounts`, [MOUNT]],
        [`${job}.volumes`, [CLAIM]],
        [`${job}.containers[psql].volumeMounts`, [MOUNT]],
      ],
      finds: ["acme/PersistentVolumeClaim/files"],
    },
    "accepts readers beside one writer": {
      edits: [
        [`${web}.volumes`, plus(CLAIM)],
        [`${web}.containers[web].volumeMounts`, [MOUNT]],
        [`${job}.volumes`, [CLAIM]],
        [`${job}.containers[psql].volumeMounts`, [{ ...MOUNT, readOnly: true }]],
      ],
      finds: [],
    },
    "tells a template's disks apart from a claim of the same name": {
      edits: [
        [`${web}.volumes`, plus({ name: "data", persistentVolumeClaim: { claimName: "data" } })],
        [`${web}.containers[web].volumeMounts`, [{ name: "data", mountPath: "/data" }]],
      ],
      finds: [],
    },
  },
});
