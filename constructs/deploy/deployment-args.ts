import type { ProviderResource } from "@pulumi/pulumi";
import type { Platform } from "../model/platform";
import type { AdmissionPolicies } from "../render/kubernetes/admission";
import type { Renamed } from "./naming";

/** Input of a {@link PlatformDeployment}. */
export interface PlatformDeploymentArgs {
  /** The platform to deploy. It is sealed. */
  readonly platform: Platform;
  /**
   * Who makes the admission policies of a platform that asks for them: `admissionObjects` of `ashlar/policies`.
   *
   * @default none: a platform that asks for them is refused, ASH-TARGET-007
   */
  readonly admissionPolicies?: AdmissionPolicies;
  /**
   * The Kubernetes provider.
   *
   * @default that of the component's options, else Pulumi's default one, with the stack's `kubernetes:` settings
   */
  readonly provider?: ProviderResource;
  /**
   * Who makes the Secrets: `init` leaves them to `ashlar init --target kubernetes` and registers none; `pulumi` makes their
   * values with `@pulumi/random`, takes the given ones from `ashlar-secrets:<name>`, and keeps them encrypted in the state.
   * Changing it for an environment that runs makes other values.
   *
   * @default init
   */
  readonly secrets?: "init" | "pulumi";
  /**
   * Who issues certificates: the platform's own way, or `pulumi-tls`, a CA of `@pulumi/tls` in the stack's state. The latter
   * is for platforms with `pki: local`, whose certificates are otherwise `ashlar init`'s.
   *
   * @default platform
   */
  readonly pki?: "platform" | "pulumi-tls";
  /**
   * Whether what holds data is protected from deletion, with the secrets that Pulumi makes and its CA's key. An `up` that
   * would delete or replace it, or a `destroy`, then fails.
   *
   * @default false
   */
  readonly protect?: boolean;
  /**
   * Whether what holds data stays in the cluster when Pulumi deletes it.
   *
   * @default false
   */
  readonly retainOnDelete?: boolean;
  /**
   * Older logical names, by the one that a resource, component or scope has now, without the deployment's name:
   * `{ "database": "db" }`. What stands below a renamed component is found with it, its secrets' values too.
   *
   * @default none
   */
  readonly aliases?: Renamed;
  /**
   * The moment at which the program runs. It says which certificates of `pulumi-tls` are renewed, and whether a certificate
   * that is given is still valid.
   *
   * @default the clock's
   */
  readonly now?: Date;
}
