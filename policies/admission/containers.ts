import { rule as base001 } from "../rules/base-001";
import { rule as base002 } from "../rules/base-002";
import { rule as base003 } from "../rules/base-003";
import { rule as base004 } from "../rules/base-004";
import { rule as base005 } from "../rules/base-005";
import { rule as base006 } from "../rules/base-006";
import { rule as base009 } from "../rules/base-009";
import { rule as base010 } from "../rules/base-010";
import { rule as base022 } from "../rules/base-022";
import { rule as quota005 } from "../rules/quota-005";
import { containersWhere, firstContainersWhere, lists, type AdmissionRule } from "./expression";

/** A field of a container's security context, or of its pod's where the container says nothing. */
const inherited = (field: string): string =>
  `c.?securityContext.?${field}.or(variables.pod.?securityContext.?${field})`;

const CAPABILITIES = "c.?securityContext.?capabilities";
const named = (list: string): string => `${list}.map(n, n.upperAscii().replace('CAP_', ''))`;

const IMAGE = "c.?image.orValue('')";
const DIGEST = `${IMAGE}.contains('@sha256:')`;
/** A tag with a number in it, after the last slash: every tag without one moves. */
const FIXED = `${IMAGE}.matches('^([^@]*/)?[^/@:]+:[^/@]*[0-9][^/@]*(@.*)?$')`;

/** The registry and repository of an image in full, as an engine completes it. */
const FULL = `(${IMAGE}.matches('^([^/]*[.:][^/]*|localhost)/') ? ${IMAGE} : ${IMAGE}.contains('/') ? 'docker.io/' + ${IMAGE} : 'docker.io/library/' + ${IMAGE})`;

const isMissing = (kind: string, amount: string): string => `!c.?resources.?${kind}[?'${amount}'].hasValue()`;

/** Rules about single containers. */
export const CONTAINER_RULES: readonly AdmissionRule[] = [
  {
    rule: base001,
    subject: "pods",
    broken: containersWhere(
      `${inherited("runAsUser")}.orValue(-1) == 0 || (!${inherited("runAsUser")}.hasValue() && !${inherited("runAsNonRoot")}.orValue(false))`,
    ),
  },
  {
    rule: base002,
    subject: "pods",
    broken: containersWhere("c.?securityContext.?allowPrivilegeEscalation.orValue(true)"),
  },
  { rule: base003, subject: "pods", broken: containersWhere("c.?securityContext.?privileged.orValue(false)") },
  {
    rule: base004,
    subject: "pods",
    broken: containersWhere(
      `!('ALL' in ${named(`${CAPABILITIES}.?drop.orValue([])`)}) || ${named(`${CAPABILITIES}.?add.orValue([])`)}.exists(n, !(n in variables.allowed))`,
    ),
    parameters: lists,
  },
  {
    rule: base005,
    subject: "pods",
    broken: containersWhere("!c.?securityContext.?readOnlyRootFilesystem.orValue(false)"),
  },
  {
    rule: base006,
    subject: "pods",
    broken: containersWhere(
      [
        `!(${inherited("seccompProfile")}.?type.orValue('') in ['RuntimeDefault', 'Localhost'])`,
        `${inherited("appArmorProfile")}.?type.orValue('') == 'Unconfined'`,
        "c.?securityContext.?procMount.orValue('') == 'Unmasked'",
      ].join(" || "),
    ),
  },
  {
    rule: base009,
    subject: "pods",
    broken: containersWhere(`!${DIGEST} && !${FIXED}`),
  },
  { rule: base010, subject: "pods", broken: containersWhere(`!${DIGEST}`) },
  {
    rule: base022,
    subject: "pods",
    broken: `size(variables.allowed) == 0 ? [] : ${containersWhere(
      `!variables.allowed.exists(r, ${FULL}.startsWith(r + '/') || ${FULL} == r || ${FULL}.startsWith(r + ':') || ${FULL}.startsWith(r + '@'))`,
    )}`,
    parameters: (config) =>
      Object.fromEntries(Object.entries(lists(config)).map(([key, text]) => [key, text.replace(/\/(?=,|$)/g, "")])),
  },
  {
    rule: quota005,
    subject: "pods",
    // The cluster copies a limit to a request that is not said.
    broken: firstContainersWhere([isMissing("limits", "cpu"), isMissing("limits", "memory")].join(" || ")),
  },
];
