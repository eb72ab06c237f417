import { plus } from "../fixtures/edit";
import { describeRule, judge } from "./judge";

const web = "compose.services.web";
const options = (text: string) => plus(`JAVA_OPTS=${text}`);
const found = "services.web.environment[JAVA_OPTS]";
const env = "Deployment/web.spec.template.spec.containers[web].env";

describeRule("CROSS-004", {
  compose: {
    "finds a heap that is larger than its container": {
      edits: [[`${web}.environment`, options("-Xms64m -Xmx1g")]],
      finds: [found],
      says: /may grow to 1Gi, and the container may take 256Mi \(-Xmx1g\)/,
    },
    "finds one that leaves nothing for what is no heap": {
      edits: [[`${web}.environment`, options("-Xmx250m")]],
      finds: [found],
      says: /97 % of 256Mi/,
    },
    "finds it among the arguments": {
      edits: [[`${web}.command`, ["java", "-Xmx512m", "-jar", "/web.jar"]]],
      finds: ["services.web.command"],
    },
    "finds it in the file of a server's options": {
      edits: [
        ["files['etc/jvm.config']", "-server\n-Xmx8G\n"],
        [`${web}.volumes`, ["./etc:/etc/web:ro"]],
      ],
      finds: ["services.web.volumes[/etc/web/jvm.config]"],
    },
    "finds a share that is all there is": {
      edits: [[`${web}.environment`, options("-XX:MaxRAMPercentage=100")]],
      finds: [found],
    },
    "lets the last of several count": {
      edits: [[`${web}.environment`, options("-Xmx1g -Xmx128m")]],
      finds: [],
    },
    "accepts a heap that leaves room, in every unit": {
      edits: [
        [
          `${web}.environment`,
          plus("JAVA_OPTS=-Xmx131072k", "JDK_JAVA_OPTIONS=-XX:MaxRAMPercentage=75.0", "KC_OPTS=-Xmx134217728"),
        ],
      ],
      finds: [],
    },
    "accepts a share that a team has chosen": {
      edits: [[`${web}.environment`, options("-XX:MaxRAMPercentage=90")]],
      config: { "CROSS-004": { most: 90 } },
      finds: [],
    },
    "passes a container without a limit": {
      edits: [
        [`${web}.environment`, options("-Xmx64g")],
        [`${web}.deploy.resources.limits.memory`, undefined],
      ],
      finds: [],
      also: ["QUOTA-005"],
    },
  },
  kubernetes: {
    "finds a heap that is larger than its container": {
      edits: [[env, plus({ name: "JAVA_TOOL_OPTIONS", value: "-Xmx300m" })]],
      finds: ["acme/Deployment/web:containers[web].env[JAVA_TOOL_OPTIONS]"],
    },
    "accepts one that leaves room": {
      edits: [[env, plus({ name: "JAVA_TOOL_OPTIONS", value: "-Xmx200m" })]],
      finds: [],
    },
  },
});

it("stops what will be killed, and advises about what may be", () => {
  const level = (text: string) =>
    judge("compose", [[`${web}.environment`, options(text)]]).findings.map((finding) => [finding.code, finding.level]);
  expect(level("-Xmx256m")).toEqual([["CROSS-004", "mandatory"]]);
  expect(level("-Xmx240m")).toEqual([["CROSS-004", "advisory"]]);
});
