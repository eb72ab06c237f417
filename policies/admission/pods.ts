import { rule as base007 } from "../rules/base-007";
import { rule as base008 } from "../rules/base-008";
import { rule as base015 } from "../rules/base-015";
import { rule as base017 } from "../rules/base-017";
import { containersWhere, firstContainersWhere, lists, nameIf, PATH, type AdmissionRule } from "./expression";
import { TOKEN_HOLDERS } from "./token-holders";

/** Rules about pods as a whole. */
export const POD_RULES: readonly AdmissionRule[] = [
  {
    rule: base007,
    subject: "pods",
    broken: [
      ...["hostNetwork", "hostPID", "hostIPC"].map((field) => nameIf(`variables.pod.?${field}.orValue(false)`, field)),
      nameIf("variables.pod.?securityContext.?windowsOptions.?hostProcess.orValue(false)", "hostProcess"),
      containersWhere("c.?securityContext.?windowsOptions.?hostProcess.orValue(false)"),
    ].join(" + "),
  },
  {
    rule: base008,
    subject: "pods",
    broken: [
      "variables.pod.?volumes.orValue([]).filter(v, has(v.hostPath) && variables.containers.exists(c, c.?volumeMounts.orValue([]).exists(m, m.name == v.name))).map(v, v.name)",
      containersWhere("c.?volumeMounts.orValue([]).exists(m, m.?mountPropagation.orValue('') == 'Bidirectional')"),
    ].join(" + "),
  },
  TOKEN_HOLDERS,
  {
    rule: base015,
    subject: "pods",
    broken: firstContainersWhere("c.?ports.orValue([]).exists(p, p.?hostPort.orValue(0) > 0)"),
  },
  {
    rule: base017,
    subject: "pods",
    broken:
      "variables.pod.?securityContext.?sysctls.orValue([]).filter(s, !(s.name.replace('/', '.') in variables.safe)).map(s, s.name)",
    parameters: lists,
  },
];

/** Rules about Services. */
export const SERVICE_RULES: readonly AdmissionRule[] = [
  {
    rule: base015,
    subject: "services",
    broken: `(${PATH} in variables.public) ? [] : (${[
      nameIf("dyn(object).spec.?type.orValue('') == 'NodePort'", "NodePort"),
      nameIf("size(dyn(object).spec.?externalIPs.orValue([])) > 0", "externalIPs"),
    ].join(" + ")})`,
    parameters: lists,
  },
];
