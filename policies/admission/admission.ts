import type { AdmissionAction } from "../../constructs/model/admission";
import type { Level } from "../rule";
import { readSettings, type PolicySettings, type SetRule } from "../settings";
import { CONTAINER_RULES } from "./containers";
import {
  parameterKey,
  POD_VARIABLES,
  settingVariable,
  type AdmissionRule,
  type Subject,
  type Variable,
} from "./expression";
import { POD_RULES, SERVICE_RULES } from "./pods";

/** A Kubernetes object as plain data. */
export interface AdmissionObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly [key: string]: unknown;
}

/** Where admission policies hold, and how they are set. */
export interface AdmissionOptions {
  /** What their names begin with: they stand beside those of others in the cluster, for example `acme-prod`. */
  readonly name: string;
  /** Namespaces in which they hold. The first one keeps the parameters. */
  readonly namespaces: readonly [string, ...string[]];
  /**
   * The most that is done about a broken rule. `warn` and `audit` never refuse a change, whatever the rule's level.
   *
   * @default deny
   */
  readonly action?: AdmissionAction;
  /**
   * Levels and settings of rules, as for `ashlar check`. An advisory rule warns, one that is off is not rendered.
   *
   * @default every rule as it is declared
   */
  readonly settings?: PolicySettings;
  /** @default none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Every rule, or the part of one, that an API server can judge by a single object. */
export const ADMISSION_RULES: readonly AdmissionRule[] = [...CONTAINER_RULES, ...POD_RULES, ...SERVICE_RULES];

/**
 * The rules that the API server itself can hold: a ValidatingAdmissionPolicy and its binding for each, and a ConfigMap with
 * their settings. They are made of the same rules as findings are, and refuse a change by the same code, title and cure.
 *
 * @throws AshlarError when a setting is wrong or of a rule that an API server cannot judge
 */
export function admissionObjects({
  name,
  namespaces,
  action = "deny",
  settings = {},
  labels,
}: AdmissionOptions): readonly AdmissionObject[] {
  const rules = [...new Set(ADMISSION_RULES.map(({ rule }) => rule))];
  const set = new Map(readSettings(rules, settings).map((each) => [each.rule, each]));
  const active = ADMISSION_RULES.flatMap((admission) => {
    const own = set.get(admission.rule);
    if (own === undefined || own.level === "off") return [];
    return [{ admission, own, level: own.level ?? admission.rule.level }];
  });
  const parameters = Object.assign({}, ...active.map(({ admission, own }) => parametersOf(admission, own))) as Readonly<
    Record<string, string>
  >;
  const metadata = (suffix: string): AdmissionObject["metadata"] => ({
    name: `${name}-${suffix}`,
    ...(labels === undefined ? {} : { labels }),
  });
  return [
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { ...metadata("admission"), namespace: namespaces[0] },
      data: parameters,
    },
    ...active.flatMap(({ admission, own, level }): readonly AdmissionObject[] => {
      const { rule, subject, parameters: ownParameters } = admission;
      const keys = Object.keys(ownParameters?.(own.config) ?? {});
      const title = `${rule.code.toLowerCase()}${subject === "services" ? "-services" : ""}`;
      return [
        {
          apiVersion: "admissionregistration.k8s.io/v1",
          kind: "ValidatingAdmissionPolicy",
          metadata: metadata(title),
          spec: {
            // Where nothing is to be refused, neither is it by a policy that cannot be asked.
            failurePolicy: action === "deny" ? "Fail" : "Ignore",
            ...(keys.length === 0 ? {} : { paramKind: { apiVersion: "v1", kind: "ConfigMap" } }),
            matchConstraints: { resourceRules: RESOURCES[subject] },
            matchConditions: [UNCHANGED[subject]],
            variables: [
              ...(subject === "pods" ? POD_VARIABLES : []),
              ...keys.map((key) => settingVariable(rule, key)),
              ...(admission.variables ?? []),
              { name: "broken", expression: admission.broken },
            ],
            validations: [
              {
                expression: "size(variables.broken) == 0",
                message: `${rule.code}: ${rule.title}; ${rule.cure}`,
                messageExpression: `${text(`${rule.code}: ${rule.title} (`)} + variables.broken.join(', ') + ${text(`); ${rule.cure}`)}`,
              },
            ],
          },
        },
        {
          apiVersion: "admissionregistration.k8s.io/v1",
          kind: "ValidatingAdmissionPolicyBinding",
          metadata: metadata(title),
          spec: {
            policyName: `${name}-${title}`,
            validationActions: ACTIONS[action][level],
            ...(keys.length === 0
              ? {}
              : {
                  paramRef: {
                    name: `${name}-admission`,
                    namespace: namespaces[0],
                    // Without its settings a rule would let everything pass.
                    parameterNotFoundAction: "Deny",
                  },
                }),
            matchResources: {
              namespaceSelector: {
                matchExpressions: [
                  { key: "kubernetes.io/metadata.name", operator: "In", values: [...namespaces].sort() },
                ],
              },
            },
          },
        },
      ];
    }),
  ];
}

/** What the server does about a broken rule of a level. An advice is never refused. */
const ACTIONS: Readonly<Record<AdmissionAction, Readonly<Record<Level, readonly string[]>>>> = {
  deny: { mandatory: ["Deny"], advisory: ["Warn", "Audit"] },
  warn: { mandatory: ["Warn", "Audit"], advisory: ["Warn", "Audit"] },
  audit: { mandatory: ["Audit"], advisory: ["Audit"] },
};

function parametersOf({ rule, parameters }: AdmissionRule, { config }: SetRule): Readonly<Record<string, string>> {
  const own = Object.entries(parameters?.(config) ?? {});
  return Object.fromEntries(own.map(([key, value]) => [parameterKey(rule, key), value]));
}

/** A text of CEL. */
function text(content: string): string {
  return JSON.stringify(content);
}

/**
 * What was there before must be left to be labelled, suspended, scaled and deleted: a rollout that mends it scales its old
 * ReplicaSet down. So only what rules read counts as a change.
 */
const UNCHANGED: Readonly<Record<Subject, Variable>> = {
  pods: {
    name: "what-is-judged-changes",
    expression:
      "request.operation == 'CREATE' || (object.kind == 'Pod' ? dyn(object).?spec != dyn(oldObject).?spec : " +
      "dyn(object).?spec.?template != dyn(oldObject).?spec.?template || " +
      "dyn(object).?spec.?jobTemplate != dyn(oldObject).?spec.?jobTemplate)",
  },
  services: {
    name: "what-is-judged-changes",
    expression: "request.operation == 'CREATE' || object.?spec != oldObject.?spec",
  },
};

const OPERATIONS = ["CREATE", "UPDATE"];

const RESOURCES: Readonly<Record<Subject, readonly object[]>> = {
  pods: [
    {
      apiGroups: [""],
      apiVersions: ["v1"],
      operations: OPERATIONS,
      resources: ["pods", "pods/ephemeralcontainers", "replicationcontrollers"],
    },
    {
      apiGroups: ["apps"],
      apiVersions: ["v1"],
      operations: OPERATIONS,
      resources: ["daemonsets", "deployments", "replicasets", "statefulsets"],
    },
    { apiGroups: ["batch"], apiVersions: ["v1"], operations: OPERATIONS, resources: ["cronjobs", "jobs"] },
  ],
  services: [{ apiGroups: [""], apiVersions: ["v1"], operations: OPERATIONS, resources: ["services"] }],
};
