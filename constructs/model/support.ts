import type { Target } from "./target";

/** How a target honours a field. */
export type Support =
  | { readonly level: "native"; readonly how: string }
  | { readonly level: "emulated"; readonly how: string }
  /** Said in a report; an error unless the platform accepts the loss by the field's name. */
  | { readonly level: "unsupported"; readonly why: string };

/** A field of a primitive, on every target. */
export type SupportRow = Readonly<Record<Target, Support>>;

const native = (how: string): Support => ({ level: "native", how });
const emulated = (how: string): Support => ({ level: "emulated", how });
const lost = (why: string): Support => ({ level: "unsupported", why });

/**
 * Field by target. Renderers refuse what stands here as unsupported, and the conversion matrix of the reference is
 * generated from it, so the documentation cannot promise what a renderer does not do.
 */
export const SUPPORT = {
  "workload.run.service": { compose: native("service"), kubernetes: native("Deployment") },
  "workload.run.service.replicas": {
    compose: native("deploy.replicas; numbered services where each replica has sidecars or a disk of its own"),
    kubernetes: native("spec.replicas, PodDisruptionBudget"),
  },
  "workload.run.stateful": {
    compose: native("service with a named volume"),
    kubernetes: native("StatefulSet, headless Service"),
  },
  "workload.run.stateful.replicas": {
    compose: lost("replicas of one service would share one volume"),
    kubernetes: native("spec.replicas, one claim a replica"),
  },
  "workload.run.job": {
    compose: emulated("one-shot service; runs again at every up"),
    kubernetes: native("Job, named by its content"),
  },
  "workload.run.job.retries": {
    compose: native("restart: on-failure, as often"),
    kubernetes: native("backoffLimit"),
  },
  "workload.run.job.timeout": {
    compose: emulated("no clock of its own: the start as a whole is bounded by `up --wait --wait-timeout`"),
    kubernetes: native("activeDeadlineSeconds"),
  },
  "workload.run.cron.every": {
    compose: emulated("long-running service that runs at once and sleeps between runs, with the image's sh"),
    kubernetes: native("CronJob"),
  },
  "workload.run.cron.expression": {
    compose: lost("stock images have no scheduler that runs without root; use `every`"),
    kubernetes: native("CronJob"),
  },
  "workload.run.cron.init": {
    compose: lost("the steps would run once, not before each run; do them in the command"),
    kubernetes: native("initContainers"),
  },
  "workload.run.service.volume": {
    compose: lost("replicas of a service would write to one disk; declare it stateful, or run one replica"),
    kubernetes: lost("replicas of a service would write to one disk; declare it stateful, or run one replica"),
  },
  "workload.reload.watch": { compose: native("the program's own"), kubernetes: native("the program's own") },
  "workload.reload.signal": {
    compose: emulated("by hand: `docker compose kill -s` after a renewal"),
    kubernetes: emulated("by hand: a rollout restart after a renewal"),
  },
  "workload.reload.command": {
    compose: emulated("by hand: `docker compose exec` after a renewal"),
    kubernetes: emulated("by hand: `kubectl exec` after a renewal"),
  },
  "workload.reload.restart": {
    compose: emulated("by hand: `docker compose restart` after a renewal"),
    kubernetes: emulated("by hand: a rollout restart after a renewal"),
  },
  "workload.init": { compose: emulated("one-shot services, awaited in order"), kubernetes: native("initContainers") },
  "workload.sidecars": {
    compose: emulated("services in the network namespace of a pause service"),
    kubernetes: native("initContainers with restartPolicy Always"),
  },
  "workload.gracePeriod": { compose: native("stop_grace_period"), kubernetes: native("terminationGracePeriodSeconds") },
  "workload.apiAccess": {
    compose: lost("there is no Kubernetes API"),
    kubernetes: native("automountServiceAccountToken"),
  },
  "container.command": { compose: native("entrypoint"), kubernetes: native("command") },
  "container.args": { compose: native("command"), kubernetes: native("args") },
  "container.env": { compose: native("environment"), kubernetes: native("env") },
  "container.env.secret": {
    compose: emulated("env_file of mode 0600, filled by init"),
    kubernetes: native("secretKeyRef"),
  },
  "container.material": {
    compose: emulated("copied by a one-shot service into a volume with owner and mode"),
    kubernetes: native("projected volume"),
  },
  "container.material.issued": {
    compose: lost("nobody there issues certificates for public names; give the certificate as a secret"),
    kubernetes: native("cert-manager Certificate, projected volume"),
  },
  "container.mounts.volume": { compose: native("named volume"), kubernetes: native("PersistentVolumeClaim") },
  "container.mounts.volume.size": {
    compose: emulated("counted against the budget, not enforced"),
    kubernetes: native("requests.storage"),
  },
  "container.mounts.volume.storageClass": {
    compose: lost("there are no storage classes"),
    kubernetes: native("storageClassName"),
  },
  "container.mounts.config": { compose: native("configs"), kubernetes: native("ConfigMap, immutable") },
  "container.mounts.config.secret": {
    compose: emulated("secret file, filled by init, copied with owner and mode"),
    kubernetes: native("Secret, filled by init"),
  },
  "container.mounts.scratch.memory": { compose: native("tmpfs"), kubernetes: native("emptyDir, medium Memory") },
  "container.mounts.scratch.disk": {
    compose: emulated("named volume: it outlives the container, and its size is not enforced"),
    kubernetes: native("emptyDir"),
  },
  "container.mounts.scratch.image": {
    compose: emulated("named volume of the image, seeded from it and handed to the user; size not enforced"),
    kubernetes: emulated("initContainer that copies the image's content"),
  },
  "container.probes.exec": { compose: native("healthcheck"), kubernetes: native("exec") },
  "container.probes.http": {
    compose: lost("healthchecks run inside the container; give an exec form"),
    kubernetes: native("httpGet"),
  },
  "container.probes.tcp": {
    compose: lost("healthchecks run inside the container; give an exec form"),
    kubernetes: native("tcpSocket"),
  },
  "container.probes.started": { compose: native("healthcheck.start_period"), kubernetes: native("startupProbe") },
  "container.probes.ready": { compose: native("healthcheck"), kubernetes: native("readinessProbe") },
  "container.probes.live": {
    compose: emulated("none: Compose restarts what exits, not what hangs"),
    kubernetes: native("livenessProbe"),
  },
  "container.resources.cpu.limit": {
    compose: native("deploy.resources.limits.cpus"),
    kubernetes: native("limits.cpu"),
  },
  "container.resources.cpu.request": {
    compose: native("deploy.resources.reservations.cpus"),
    kubernetes: native("requests.cpu"),
  },
  "container.resources.memory.limit": {
    compose: native("deploy.resources.limits.memory"),
    kubernetes: native("limits.memory"),
  },
  "container.resources.memory.request": {
    compose: native("deploy.resources.reservations.memory"),
    kubernetes: native("requests.memory"),
  },
  "container.resources.pids": {
    compose: native("deploy.resources.limits.pids"),
    kubernetes: emulated("the node's podPidsLimit"),
  },
  "container.user": { compose: native("user"), kubernetes: native("runAsUser, runAsGroup, fsGroup") },
  "container.readOnlyRoot": { compose: native("read_only"), kubernetes: native("readOnlyRootFilesystem") },
  "container.capabilities": { compose: native("cap_add after cap_drop ALL"), kubernetes: native("capabilities") },
  "endpoint.mtls": {
    compose: native("the server's or the sidecar's own"),
    kubernetes: native("the server's or the sidecar's own"),
  },
  "endpoint.redirect": {
    compose: native("ports, on the bind address"),
    kubernetes: native("Service of type LoadBalancer; elsewhere the Ingress controller's or the Gateway's own"),
  },
  "endpoint.hostnames": {
    compose: native("names in the peer's certificate"),
    kubernetes: native("names in the peer's certificate"),
  },
  "endpoint.host": { compose: native("network alias"), kubernetes: native("Service") },
  connection: {
    compose: native("internal network of the server and its callers"),
    kubernetes: native("NetworkPolicy, both ways"),
  },
  "connection.external": {
    compose: emulated("the egress network: not limited to the named addresses"),
    kubernetes: native("NetworkPolicy with ipBlock"),
  },
  "connection.wait": {
    compose: native("depends_on"),
    kubernetes: emulated("clients retry; jobs are ordered by Pulumi"),
  },
  identity: { compose: native("local CA, made by init"), kubernetes: native("cert-manager Certificate") },
  "exposure.load-balancer": {
    compose: native("ports, on the bind address"),
    kubernetes: native("Service of type LoadBalancer, externalTrafficPolicy Local"),
  },
  "exposure.ingress": {
    compose: emulated("ports, on the bind address: clients reach the gateway itself"),
    kubernetes: native("Ingress"),
  },
  "exposure.ingress.issuer": {
    compose: emulated("none: clients see the gateway's own certificate"),
    kubernetes: native("cert-manager Certificate"),
  },
  "exposure.gateway-api": {
    compose: emulated("ports, on the bind address: clients reach the gateway itself"),
    kubernetes: native("TLSRoute of gateway.networking.k8s.io/v1"),
  },
  "exposure.replicas": {
    compose: lost("a host port leads to one container, so the gateway runs once"),
    kubernetes: native("one Service in front of all replicas"),
  },
  admission: {
    compose: emulated("none: Docker asks nobody; `ashlar check` holds the same rules before"),
    kubernetes: native("ValidatingAdmissionPolicy and its binding, a ConfigMap with the settings"),
  },
  quota: {
    compose: emulated("checked by the quota rules, not enforced"),
    kubernetes: native("ResourceQuota, LimitRange"),
  },
  "claim.endpoints": {
    compose: lost("there are no operators"),
    kubernetes: emulated("ports and network policies; the operator makes and names the Services"),
  },
  claim: { compose: lost("there are no operators"), kubernetes: native("custom resource") },
} as const satisfies Record<string, SupportRow>;

/** The name of a row, for example `container.probes.http`. Platforms accept a loss by it. */
export type SupportField = keyof typeof SUPPORT;
