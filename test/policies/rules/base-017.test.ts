import { describeRule } from "./judge";

const security = "Deployment/web.spec.template.spec.securityContext";

describeRule("BASE-017", {
  compose: {
    "finds a parameter of the whole machine": {
      edits: [["compose.services.db.sysctls", { "vm.max_map_count": 262144 }]],
      finds: ["services.db.sysctls[vm.max_map_count]"],
    },
    "finds it in a list": {
      edits: [["compose.services.db.sysctls", ["net.core.somaxconn=1024", "net.ipv4.tcp_syncookies=1"]]],
      finds: ["services.db.sysctls[net.core.somaxconn]"],
    },
    "accepts safe ones": { edits: [["compose.services.db.sysctls", { "net.ipv4.tcp_syncookies": 0 }]], finds: [] },
  },
  kubernetes: {
    "finds a parameter that is not of the pod alone": {
      edits: [[`${security}.sysctls`, [{ name: "kernel.msgmax", value: "65536" }]]],
      finds: ["acme/Deployment/web:securityContext.sysctls[kernel.msgmax]"],
    },
    "reads the spelling with slashes": {
      edits: [
        [
          `${security}.sysctls`,
          [
            { name: "net/core/somaxconn", value: "1024" },
            { name: "net/ipv4/tcp_keepalive_time", value: "60" },
          ],
        ],
      ],
      finds: ["acme/Deployment/web:securityContext.sysctls[net.core.somaxconn]"],
    },
    "accepts safe ones, and those that a team has judged": {
      edits: [[`${security}.sysctls`, [{ name: "net.core.somaxconn", value: "1024" }]]],
      config: { "BASE-017": { safe: ["net.core.somaxconn"] } },
      finds: [],
    },
  },
});
