import type { Workload } from "../../model/workload";
import { certificateOf } from "./certificate";
import { configMapOf } from "./config-map";
import { cronJobOf } from "./cron-job";
import { deploymentOf } from "./deployment";
import { disruptionBudget } from "./disruption-budget";
import { issuedCertificates } from "./issued-certificate";
import { jobOf } from "./job";
import type { KubernetesObject, KubernetesResource } from "./kubernetes-object";
import { peerPolicy } from "./network-policy";
import { persistentVolumeClaims } from "./persistent-volume-claim";
import { podTemplate } from "./pod";
import type { RenderContext } from "./render-context";
import { headlessService, serviceOf } from "./service";
import { serviceAccount } from "./service-account";
import { statefulSetOf } from "./stateful-set";

/** Everything that one workload is on Kubernetes. */
export function workloadResources(workload: Workload, context: RenderContext): readonly KubernetesResource[] {
  const place = context.place(workload.peer);
  const resources: KubernetesResource[] = [];
  const add = (object: KubernetesObject | undefined, role?: string): void => {
    if (object === undefined) return;
    resources.push({ path: place.path, id: role === undefined ? object.kind : `${object.kind}.${role}`, object });
  };
  const configMap = configMapOf(workload, context);
  const template = podTemplate(workload, context, configMap?.metadata.name);
  add(serviceAccount(place));
  add(configMap);
  add(certificateOf(workload, context));
  for (const certificate of issuedCertificates(workload, context)) add(certificate, certificate.metadata.name);
  add(peerPolicy(workload.peer, workload.apiAccess === true, context));
  add(serviceOf(workload, context));
  const { run } = workload;
  if (run.kind !== "stateful") {
    for (const claim of persistentVolumeClaims(workload, context)) add(claim, claim.metadata.name);
  }
  switch (run.kind) {
    case "service":
      add(disruptionBudget(place));
      add(deploymentOf(workload, run, template, context));
      break;
    case "stateful":
      add(disruptionBudget(place));
      add(headlessService(workload, context), "headless");
      add(statefulSetOf(workload, run, template, context));
      break;
    case "job":
      add(jobOf(workload, run, template, context));
      break;
    case "cron":
      add(cronJobOf(workload, run, template, context));
      break;
    default:
      run satisfies never;
  }
  return resources;
}
