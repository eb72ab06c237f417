import { plus } from "../fixtures/edit";
import { describeRule } from "./judge";

const pod = "Deployment/web.spec.template.spec";

describeRule("BASE-008", {
  compose: {
    "finds the socket of the engine, also when it is read-only": {
      edits: [["compose.services.db.volumes", plus("/var/run/docker.sock:/var/run/docker.sock:ro")]],
      finds: ["services.db.volumes[/var/run/docker.sock]"],
      says: /socket/,
    },
    "finds a path of the host in the long form": {
      edits: [
        ["compose.services.db.volumes", plus({ type: "bind", source: "/etc", target: "/host", read_only: true })],
      ],
      finds: ["services.db.volumes[/host]"],
    },
    "finds a file of the project that can be written": {
      edits: [["compose.services.db.volumes", plus("./data:/scratch")]],
      finds: ["services.db.volumes[/scratch]"],
    },
    "finds a way up and out of the project": {
      edits: [["compose.services.db.volumes", plus("../../../etc:/host:ro", "~/keys:/keys:ro")]],
      finds: ["services.db.volumes[/host]", "services.db.volumes[/keys]"],
    },
    "finds what is handed on to the host, also below a file of the project": {
      edits: [
        [
          "compose.services.db.volumes",
          plus("./config:/extra:ro,rshared", {
            type: "bind",
            source: "./more",
            target: "/more",
            read_only: true,
            bind: { propagation: "shared" },
          }),
        ],
      ],
      finds: ["services.db.volumes[/extra]", "services.db.volumes[/more]"],
      says: /hands on/,
    },
    "finds devices, and the engine's API": {
      edits: [
        ["compose.services.db.devices", ["/dev/sda:/dev/sda"]],
        ["compose.services.db.use_api_socket", true],
      ],
      finds: ["services.db.devices", "services.db.devices"],
    },
    "finds the folder around the project, and what stands there": {
      edits: [["compose.services.db.volumes", plus("..:/all:ro", "../pki:/pki:ro")]],
      finds: ["services.db.volumes[/all]", "services.db.volumes[/pki]"],
    },
    "finds the folder around the project in the job that copies": {
      edits: [["compose.services.material.volumes", plus("..:/all:ro", ".././:/same:ro")]],
      finds: ["services.material.volumes[/all]", "services.material.volumes[/same]"],
    },
    "finds a path of the host behind a volume's name, also when it is read-only": {
      edits: [
        ["compose.volumes.all", { driver_opts: { type: "none", o: "bind,ro", device: "/" } }],
        ["compose.volumes.disk", { driver_opts: { type: "ext4", device: "/dev/sda1" } }],
        ["compose.services.db.volumes", plus("all:/host:ro", { type: "volume", source: "disk", target: "/disk" })],
      ],
      finds: ["services.db.volumes[/disk]", "services.db.volumes[/host]"],
    },
    "accepts volumes of another machine and of memory": {
      edits: [
        ["compose.volumes.far", { driver_opts: { type: "nfs", o: "addr=10.0.0.1,rw", device: ":/exports" } }],
        ["compose.volumes.fast", { driver_opts: { type: "tmpfs", o: "size=1m", device: "tmpfs" } }],
        ["compose.services.db.volumes", plus("far:/far", "fast:/fast")],
      ],
      finds: [],
    },
    "accepts files of the project, read-only, also as a variable's text says": {
      edits: [
        [
          "compose.services.db.volumes",
          plus("./config:/extra:ro", { type: "bind", source: "./more", target: "/more", read_only: "${RO:-true}" }),
        ],
      ],
      finds: [],
    },
    "accepts files beside the project for the job that copies them": {
      edits: [
        [
          "compose.services.material.volumes",
          plus({ type: "bind", source: "../pki/db", target: "/pki", read_only: true }),
        ],
      ],
      finds: [],
    },
  },
  kubernetes: {
    "finds a path of the node": {
      edits: [
        [`${pod}.volumes`, plus({ name: "logs", hostPath: { path: "/var/log" } })],
        [`${pod}.containers[web].volumeMounts`, [{ name: "logs", mountPath: "/logs", readOnly: true }]],
      ],
      finds: ["acme/Deployment/web:containers[web].volumeMounts[/logs]"],
    },
    "finds the socket of the runtime": {
      edits: [
        [`${pod}.volumes`, plus({ name: "cri", hostPath: { path: "/run/containerd/containerd.sock" } })],
        [`${pod}.containers[web].volumeMounts`, [{ name: "cri", mountPath: "/cri.sock" }]],
      ],
      finds: ["acme/Deployment/web:containers[web].volumeMounts[/cri.sock]"],
      says: /socket/,
    },
    "finds a volume whose mounts are handed on to the node": {
      edits: [
        [`${pod}.volumes`, plus({ name: "tmp", emptyDir: {} })],
        [
          `${pod}.containers[web].volumeMounts`,
          [{ name: "tmp", mountPath: "/tmp", mountPropagation: "Bidirectional" }],
        ],
      ],
      finds: ["acme/Deployment/web:containers[web].volumeMounts[/tmp]"],
    },
    "accepts a claim and scratch space": {
      edits: [
        [
          `${pod}.volumes`,
          plus({ name: "tmp", emptyDir: {} }, { name: "files", persistentVolumeClaim: { claimName: "files" } }),
        ],
        [
          `${pod}.containers[web].volumeMounts`,
          [
            { name: "tmp", mountPath: "/tmp" },
            { name: "files", mountPath: "/files" },
          ],
        ],
      ],
      finds: [],
    },
  },
});
