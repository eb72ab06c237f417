import { plus } from "../fixtures/edit";
import { describeRule } from "./judge";

const pod = "Deployment/web.spec.template.spec";

describeRule("BASE-018", {
  kubernetes: {
    "finds a file server that nobody registered": {
      edits: [[`${pod}.volumes`, plus({ name: "share", nfs: { server: "10.0.0.1", path: "/" } })]],
      finds: ["acme/Deployment/web:volumes[share]"],
      says: /nfs/,
    },
    "finds a path of the node that nothing mounts yet": {
      edits: [[`${pod}.volumes`, plus({ name: "root", hostPath: { path: "/" } })]],
      finds: ["acme/Deployment/web:volumes[root]"],
    },
    "leaves a mounted path to the rule about it": {
      edits: [
        [`${pod}.volumes`, plus({ name: "root", hostPath: { path: "/" } })],
        [`${pod}.containers[web].volumeMounts`, plus({ name: "root", mountPath: "/host" })],
      ],
      finds: [],
      also: ["BASE-008"],
    },
    "accepts every kind that the cluster hands out": {
      edits: [
        [
          `${pod}.volumes`,
          plus(
            { name: "a", emptyDir: {} },
            { name: "b", configMap: { name: "x" } },
            { name: "c", projected: { sources: [] } },
            { name: "d", downwardAPI: {} },
            { name: "e", csi: { driver: "csi.example" } },
            { name: "f", ephemeral: {} },
          ),
        ],
      ],
      finds: [],
    },
    "accepts a kind that a team allows": {
      edits: [[`${pod}.volumes`, plus({ name: "share", nfs: { server: "10.0.0.1", path: "/" } })]],
      config: { "BASE-018": { allowed: ["nfs", "secret", "configMap"] } },
      finds: [],
    },
  },
});
