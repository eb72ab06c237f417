import { rule } from "../rules/base-011";
import { lists, nameIf, PATH, type AdmissionRule } from "./expression";

/** The cluster's controllers, by the kind of owner for which each of them makes objects. */
const CONTROLLERS: Readonly<Record<string, string>> = {
  CronJob: "cronjob-controller",
  DaemonSet: "daemon-set-controller",
  Deployment: "deployment-controller",
  Job: "job-controller",
  ReplicaSet: "replicaset-controller",
  ReplicationController: "replication-controller",
  StatefulSet: "statefulset-controller",
};

const ACCOUNT = `'system:serviceaccount:kube-system:' + ${JSON.stringify(CONTROLLERS)}[?o.kind].orValue('')`;

/** Where controllers have no accounts of their own, they are all this user. */
const MANAGER = "system:kube-controller-manager";

const path = (kind: string, name: string): string => `request.namespace + '/${kind}/' + ${name}`;

/** Whether a name is one that the controllers give to what they make for an allowed Deployment or CronJob. */
const isOfAllowed = (kind: string, name: string): string =>
  `(${[
    `${kind} == 'ReplicaSet' && variables.allowed.exists(a, a + '-' + variables.hash == ${path("Deployment", name)})`,
    `${kind} == 'Job' && ${name}.matches('^.+-[0-9]+$') && ${path("CronJob", `${name}.substring(0, ${name}.lastIndexOf('-'))`)} in variables.allowed`,
  ]
    .map((each) => `(${each})`)
    .join(" || ")})`;

const OWN_NAME = "object.metadata.?name.orValue('')";

/** A token of the API that the server has put into a pod, once it had asked the pod's account. */
const HOLDS_TOKEN =
  "variables.pod.?volumes.orValue([]).exists(v, v.?projected.?sources.orValue([]).exists(s, has(s.serviceAccountToken) && !has(s.serviceAccountToken.audience)))";

/**
 * Pods that hold a token of the API, but for those of allowed workloads. Who an owner is, is believed of the cluster's
 * controllers alone: everybody may write an owner's name into an object of his own.
 */
export const TOKEN_HOLDERS: AdmissionRule = {
  rule,
  subject: "pods",
  variables: [
    {
      name: "hash",
      expression:
        "object.kind == 'Pod' ? dyn(object).metadata.?labels[?'pod-template-hash'].orValue('') : object.kind == 'ReplicaSet' ? dyn(object).spec.template.?metadata.?labels[?'pod-template-hash'].orValue('') : ''",
    },
    {
      name: "owners",
      expression: `object.metadata.?ownerReferences.orValue([]).filter(o, o.?controller.orValue(false) && request.userInfo.username in ['${MANAGER}', ${ACCOUNT}])`,
    },
    {
      name: "isAllowed",
      expression: `${PATH} in variables.allowed || variables.owners.exists(o, request.namespace + '/' + o.kind + '/' + o.name in variables.allowed || ${isOfAllowed("o.kind", "o.name")})`,
    },
    {
      name: "takesToken",
      // Neither a pod's token nor a Job's template changes later. Of a template only what it says itself is known; one with
      // an allowed workload's name, whose pods are not asked any more, has to say no.
      expression: `object.kind in ['Pod', 'Job'] && request.operation == 'UPDATE' ? false : object.kind == 'Pod' ? ${HOLDS_TOKEN} : variables.pod.?automountServiceAccountToken.orValue(${isOfAllowed("object.kind", OWN_NAME)})`,
    },
  ],
  broken: nameIf("!variables.isAllowed && variables.takesToken", "automountServiceAccountToken"),
  parameters: lists,
};
