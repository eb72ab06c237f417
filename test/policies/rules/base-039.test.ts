import { describeRule, judge } from "./judge";

const db = "compose.services.db.ports";
const web = "compose.services.web-net.ports";
// Each of these ports is plain or unknown to those who reach it, which is another rule's to tell.
const settings = { "MTLS-001": { level: "off" as const }, "MTLS-003": { level: "off" as const } };

describeRule("BASE-039", {
  compose: {
    "finds a port that is taken twice": {
      edits: [
        [db, ["127.0.0.1:8443:5432"]],
        [web, ["127.0.0.1:8443:9000"]],
      ],
      config: settings,
      finds: ["services.web-net.ports[127.0.0.1:8443:9000]"],
      says: /services\.db/,
    },
    "finds it inside a range, and behind every address": {
      edits: [
        [db, ["127.0.0.1:8001:5432"]],
        [web, ["8000-8002:9000-9002"]],
      ],
      config: { ...settings, "BASE-015": { public: ["services.web-net"] } },
      finds: ["services.web-net.ports[8000-8002:9000-9002]"],
    },
    "finds a port of the system": {
      edits: [[db, [{ target: 5432, published: "22", host_ip: "127.0.0.1" }]]],
      config: settings,
      finds: ["services.db.ports[127.0.0.1:22:5432]"],
    },
    "accepts one number on two addresses, and for two protocols": {
      edits: [
        [db, ["127.0.0.1:8443:5432", "127.0.0.1:8443:5432/udp"]],
        [web, ["127.0.0.2:8443:9000"]],
      ],
      config: settings,
      finds: [],
    },
    "accepts a gateway's ports": { edits: [[web, ["127.0.0.1:443:9000"]]], config: settings, finds: [] },
    "accepts a port that the engine chooses": {
      edits: [[db, ["5432", "127.0.0.1::5432"]]],
      config: { ...settings, "BASE-015": { level: "off" } },
      finds: [],
    },
  },
});

it("only advises about the system's ports", () => {
  expect(judge("compose", [[db, ["127.0.0.1:22:5432"]]], settings).counts).toMatchObject({ mandatory: 0, advisory: 1 });
});
