import { plus } from "../fixtures/edit";
import { describeRule } from "./judge";

const DIGEST = `sha256:${"0a".repeat(32)}`;
const db = "compose.services.db";
const image = (tag: string) => [`${db}.image`, `docker.io/library/postgres:${tag}@${DIGEST}`] as const;
const volume = (path: string) => [`${db}.volumes`, plus(`data:${path}`)] as const;
const container = "StatefulSet/db.spec.template.spec.containers[postgres]";

describeRule("CROSS-006", {
  compose: {
    "finds a volume where versions before 18 had their data": {
      edits: [image("18.1"), volume("/var/lib/postgresql/data")],
      finds: ["services.db.volumes[/var/lib/postgresql/data]"],
      says: /PostgreSQL 18 keeps its data in \/var\/lib\/postgresql\/18\/docker/,
    },
    "finds a volume where only versions from 18 on have theirs": {
      edits: [image("17.6"), volume("/var/lib/postgresql")],
      finds: ["services.db.volumes[/var/lib/postgresql]"],
      says: /PostgreSQL 17 keeps its data in \/var\/lib\/postgresql\/data/,
    },
    "accepts each where its version looks": { edits: [image("18.1"), volume("/var/lib/postgresql")], finds: [] },
    "accepts both, where the older version finds its own": {
      edits: [image("17.6"), volume("/var/lib/postgresql"), volume("/var/lib/postgresql/data/")],
      finds: [],
    },
    "accepts a place that the server is told": {
      edits: [
        image("18.1"),
        volume("/var/lib/postgresql/data"),
        [`${db}.environment`, { PGDATA: "/var/lib/postgresql/data/18" }],
      ],
      finds: [],
    },
    "passes a version that nobody knows, and a program that is no server": {
      edits: [
        image("latest-build"),
        volume("/var/lib/postgresql/data"),
        ["compose.services.provision.volumes", ["scripts:/var/lib/postgresql"]],
      ],
      finds: [],
    },
  },
  kubernetes: {
    "finds a claim where versions before 18 had their data": {
      edits: [
        [`${container}.image`, `docker.io/library/postgres:18.1@${DIGEST}`],
        [`${container}.volumeMounts[data].mountPath`, "/var/lib/postgresql/data"],
      ],
      finds: ["acme/StatefulSet/db:containers[postgres].volumeMounts[/var/lib/postgresql/data]"],
    },
    "accepts it where an older version looks": {
      edits: [[`${container}.volumeMounts[data].mountPath`, "/var/lib/postgresql/data"]],
      finds: [],
    },
  },
});
