import { plus, reword } from "../fixtures/edit";
import { describeRule, judge } from "./judge";

const file = "files['config/postgresql.conf']";
const conf = "ConfigMap/db-config.data['postgresql.conf']";
const db = "services.db.deploy.resources.limits.memory";
const pod = "acme/StatefulSet/db:containers[postgres].resources.limits.memory";

/** Settings more in the server's file. */
const set = (...lines: readonly string[]) => reword("port = 5432\n", `port = 5432\n${lines.join("\n")}\n`);

describeRule("CROSS-003", {
  compose: {
    "finds a cache that is as large as its container": {
      edits: [[file, set("shared_buffers = 256MB")]],
      finds: [db],
      says: /shared_buffers of 256Mi does not leave anything of 256Mi/,
    },
    "finds sessions that sort more than is left": {
      edits: [[file, set("shared_buffers = 64MB", "max_connections = 200", "work_mem = '2MB'")]],
      finds: [db],
      says: /64Mi and 200 sessions of 2Mi come to 464Mi, and the container may take 256Mi/,
    },
    "counts what is not set as the server's own default": {
      edits: [["compose.services.db.command", plus("-c", "max_connections=50")]],
      finds: [db],
      says: /128Mi and 50 sessions of 4Mi/,
    },
    "takes an argument before its file": {
      edits: [
        [file, set("shared_buffers = 2GB", "max_connections = 20")],
        ["compose.services.db.command", plus("-c", "shared_buffers=64MB")],
      ],
      finds: [],
    },
    "accepts settings that fit, to the byte": {
      edits: [[file, set("shared_buffers = 128MB", "max_connections = 32", "work_mem = 4MB")]],
      finds: [],
    },
    "passes a server that is told nothing, and one whose container has no limit": {
      edits: [
        [file, set("shared_buffers = 2GB")],
        ["compose.services.db.deploy.resources.limits.memory", undefined],
      ],
      finds: [],
      also: ["QUOTA-005"],
    },
    "passes settings that cannot be read": { edits: [[file, set("shared_buffers = plenty")]], finds: [] },
  },
  kubernetes: {
    "reads numbers without a unit as the server does: pages of 8 kB, and kB": {
      edits: [[conf, set("shared_buffers = 16384", "max_connections = 33", "work_mem = 4096")]],
      finds: [pod],
      says: /128Mi and 33 sessions of 4Mi/,
    },
    "accepts one session less": {
      edits: [[conf, set("shared_buffers = 16384", "max_connections = 32", "work_mem = 4096")]],
      finds: [],
    },
  },
});

it("stops what cannot start, and advises about what may be killed", () => {
  const level = (...lines: readonly string[]) =>
    judge("compose", [[file, set(...lines)]]).findings.map((finding) => [finding.code, finding.level]);
  expect(level("shared_buffers = 1GB")).toEqual([["CROSS-003", "mandatory"]]);
  expect(level("max_connections = 500")).toEqual([["CROSS-003", "advisory"]]);
});
