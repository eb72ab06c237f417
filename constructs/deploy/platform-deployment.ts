import {
  ComponentResource,
  type ComponentResourceOptions,
  type CustomResource,
  type CustomResourceOptions,
  mergeOptions,
  type Output,
} from "@pulumi/pulumi";
import { AshlarError, Diagnostics } from "../model/diagnostics";
import type { Platform } from "../model/platform";
import { type KubernetesArtifact, renderKubernetes } from "../render/kubernetes/kubernetes";
import type { KubernetesResource } from "../render/kubernetes/kubernetes-object";
import { nearest } from "../state/nearest";
import { Branches, type Naming } from "./branches";
import { TlsAuthority } from "./certificates";
import { DEPLOY_CODES } from "./codes";
import { dependenciesOf, type Dependencies } from "./dependencies";
import type { PlatformDeploymentArgs } from "./deployment-args";
import { dataHolders } from "./holds-data";
import { inWaitOrder } from "./in-wait-order";
import { AUTHORITY, identityId, materialPlaces, secretPlace } from "./material-places";
import { localName, namingOf } from "./naming";
import { outputsOf, type PlatformOutputs } from "./outputs";
import { registerObject } from "./register-object";
import { filesData, valueData } from "./secret-data";
import { type SecretObject, secretObjects } from "./secret-objects";
import { checkSecretConfig, SecretValues } from "./secret-values";
import { unknownKind } from "./typed-class";

const TYPE = "ashlar:index:PlatformDeployment";

/** Everything that can be known, and be wrong, before the first resource is registered. */
interface Plan {
  readonly platform: Platform;
  readonly artifact: KubernetesArtifact;
  readonly secrets: readonly SecretObject[];
  /** Each after what it waits for. */
  readonly resources: readonly KubernetesResource[];
  readonly dependencies: Dependencies;
  readonly naming: Naming;
}

/**
 * A platform on Kubernetes as Pulumi resources. Every object is the typed resource of `@pulumi/kubernetes` for its kind,
 * with concrete values, below a component resource for each construct; so previews are true and policy packs see what they
 * judge. Only what is secret is an Output. Nothing is created inside `apply`.
 *
 * Logical names are `<name>/<path below the platform>/<kind>[.<role>]`: `acme/db/StatefulSet`, `acme/db/provision/Job`.
 * They stay when an object's content changes, and its hashed name in the cluster with it: a Job is then replaced.
 *
 * @throws AshlarError with every problem of the platform and of the stack's configuration, before anything is registered
 * @example
 * const acme = new PlatformDeployment("acme", { platform, secrets: "pulumi", protect: true });
 * export const urls = acme.outputs.urls;
 */
export class PlatformDeployment extends ComponentResource {
  /** What was rendered. */
  public readonly artifact: KubernetesArtifact;
  /** Addresses and names, known before anything runs. */
  public readonly outputs: PlatformOutputs;
  /** The CA's certificate, PEM; undefined unless `pki` is `pulumi-tls`. */
  public readonly ca: Output<string> | undefined;
  readonly #leaves = new Map<string, CustomResource>();

  public constructor(name: string, args: PlatformDeploymentArgs, options: ComponentResourceOptions = {}) {
    const plan = planOf(name, args);
    super(
      TYPE,
      name,
      {},
      args.provider === undefined ? options : mergeOptions(options, { providers: [args.provider] }),
    );
    const { platform, artifact, naming, dependencies } = plan;
    this.artifact = artifact;
    this.outputs = outputsOf(platform, artifact);

    const branches = new Branches(this, platform, naming);
    const { protect = false, now = new Date() } = args;
    const placed = (path: string, id: string): { name: string; options: CustomResourceOptions } => ({
      name: naming.nameOf(path, id),
      options: { parent: branches.at(path), aliases: naming.aliasesOf(path, id) },
    });
    const placeSecret = (secret: string): { name: string; options: CustomResourceOptions } => {
      const { path, id } = secretPlace(platform, secret);
      const { name: logical, options: own } = placed(path, id);
      return { name: logical, options: { ...own, ...(protect ? { protect } : {}) } };
    };
    const values =
      args.secrets === "pulumi" ? new SecretValues(artifact.material.secrets, placeSecret, now) : undefined;
    const authority =
      args.pki === "pulumi-tls"
        ? new TlsAuthority(`${platform.qualifiedName} CA`, {
            place: (part) => placed(platform.node.path, `${AUTHORITY}/${part}`),
            protect,
            now,
          })
        : undefined;
    this.ca = authority?.pem;

    const contents = new Map(plan.secrets.map(({ resource, content }) => [resource, content]));
    const dataOf = (resource: KubernetesResource): Output<Record<string, string>> | undefined => {
      const content = contents.get(resource);
      switch (content?.kind) {
        case undefined:
          return undefined;
        case "value":
          return values === undefined ? undefined : valueData(values.of(content.secret));
        case "files":
          return values === undefined ? undefined : filesData(content.files, values);
        case "identity":
          return authority?.issue(content.identity, (part) =>
            placed(resource.path, `${identityId(content.identity.name)}/${part}`),
          );
        default:
          return content satisfies never;
      }
    };

    const holders = dataHolders(plan.resources);
    const registered = new Map<KubernetesResource, CustomResource>();
    for (const resource of plan.resources) {
      const data = dataOf(resource);
      const before = dependencies.get(resource) ?? [];
      const leaf = registerObject(
        naming.nameOf(resource.path, resource.id),
        resource,
        data === undefined ? {} : { data },
        {
          parent: branches.at(resource.path),
          dependsOn: before.flatMap((item) => registered.get(item) ?? []),
          aliases: naming.aliasesOf(resource.path, resource.id),
          ...(holders.has(resource) && protect ? { protect } : {}),
          ...(holders.has(resource) && args.retainOnDelete === true ? { retainOnDelete: true } : {}),
        },
      );
      registered.set(resource, leaf);
      this.#leaves.set(localName(resource), leaf);
    }
    this.registerOutputs({ ...this.outputs, ...(this.ca === undefined ? {} : { ca: this.ca }) });
  }

  /** Names that {@link resource} takes, sorted. */
  public get names(): readonly string[] {
    return [...this.#leaves.keys()].sort();
  }

  /**
   * A resource of the deployment, for what a program of your own depends on: `acme.resource("db/StatefulSet")`.
   *
   * @param name its logical name without the deployment's
   * @throws AshlarError ASH-DEPLOY-004 when there is none
   */
  public resource(name: string): CustomResource {
    const leaf = this.#leaves.get(name);
    if (leaf !== undefined) return leaf;
    const meant = nearest(name, this.names);
    return AshlarError.throw(DEPLOY_CODES.unknownName, {
      path: name,
      message: "the deployment has no such resource",
      value: name,
      ...(meant === undefined ? {} : { cure: `write ${meant}` }),
    });
  }
}

function planOf(name: string, args: PlatformDeploymentArgs): Plan {
  const { platform } = args;
  const problems = new Diagnostics();
  if (args.pki === "pulumi-tls" && platform.spec.pki !== "local") {
    problems.add(DEPLOY_CODES.otherPki, {
      path: `${platform.node.path}:pki`,
      message: "pulumi-tls issues what the platform's own CA would, and this platform has another one",
      value: platform.spec.pki,
      allowed: "local",
    });
  }
  const artifact = renderKubernetes(platform, args);
  const makes = { secrets: args.secrets === "pulumi", identities: args.pki === "pulumi-tls" };
  const secrets = secretObjects(artifact, makes);
  const resources = [...artifact.resources, ...secrets.map(({ resource }) => resource)];
  for (const { path, object } of resources) {
    const problem = unknownKind(path, object);
    if (problem !== undefined) problems.addAll([problem]);
  }
  problems.throwIfErrors();
  if (args.secrets === "pulumi") checkSecretConfig(artifact.material.secrets);
  const dependencies = dependenciesOf(platform, resources);
  const places = [...resources, ...materialPlaces({ platform, artifact, secrets }, makes)];
  const naming = namingOf(name, places, args.aliases ?? {});
  return { platform, artifact, secrets, resources: inWaitOrder(resources, dependencies), dependencies, naming };
}
