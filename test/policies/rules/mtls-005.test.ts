import { reword } from "../fixtures/edit";
import { describeRule, judge } from "./judge";

const hba = "ConfigMap/db-config.data['pg_hba.conf']";
const metrics = reword("host    all", "hostssl app metrics 10.1.0.0/16 scram-sha-256\nhost    all");
const who = "role metrics on database app from 10.1.0.0/16";

describeRule("MTLS-005", {
  compose: {
    "lists a role that logs in by password": {
      edits: [["files['config/pg_hba.conf']", metrics]],
      finds: ["services.db.command[/etc/db/pg_hba.conf:4]"],
      says: /role metrics on database app/,
    },
  },
  kubernetes: {
    "lists a role that logs in by password": {
      edits: [[hba, metrics]],
      finds: ["acme/StatefulSet/db:containers[postgres].args[/etc/db/pg_hba.conf:4]"],
      says: /only scram-sha-256/,
    },
    "accepts an exception that somebody has read": {
      edits: [[hba, metrics]],
      config: { "MTLS-005": { allowed: [who] } },
      finds: [],
    },
    "passes over a row that is never come to": {
      edits: [[hba, (text: unknown) => `${String(text)}hostssl app metrics all scram-sha-256\n`]],
      finds: [],
    },
    "passes over what is inside the pod": {
      edits: [[hba, reword("host    all", "host all backup 127.0.0.1/32 scram-sha-256\nhost    all")]],
      finds: [],
    },
  },
});

it("advises, and leaves the port proven for everybody else", () => {
  const { counts, edges } = judge("kubernetes", [[hba, metrics]]);
  expect(counts).toMatchObject({ mandatory: 0, advisory: 1 });
  expect(edges).toMatchObject({ proven: 3, "server-only": 0 });
});
