import type { ConfigFile } from "./config-file";
import type { ExpressionInput } from "./expression";
import type { IdentityForm } from "./identity";
import type { Image } from "./image";
import type { IssuedCertificate } from "./issued-certificate";
import type { Probes } from "./probe";
import type { Secret } from "./secret";
import type { Cpu, Size } from "./units";
import type { Volume } from "./volume";

/** Keys and passwords that a container reads as files, under {@link MATERIAL_ROOT} on every target. */
export type Material =
  | { readonly kind: "identity"; readonly forms: readonly IdentityForm[] }
  | { readonly kind: "secret"; readonly secret: Secret }
  /** Certificate and key, both PEM. Issued on Kubernetes alone. */
  | { readonly kind: "issued"; readonly certificate: IssuedCertificate };

/** Where a container finds its material. */
export const MATERIAL_ROOT = "/run/ashlar";

/** Something at a path of the container. */
export type Mount =
  | { readonly kind: "volume"; readonly volume: Volume; readonly path: string }
  | { readonly kind: "config"; readonly config: ConfigFile; readonly path: string }
  | {
      readonly kind: "scratch";
      readonly path: string;
      readonly size: Size;
      /** `image`: starts as a copy of what the image has at the path. */
      readonly seed: "empty" | "image";
      /** `memory` counts against the memory limit. */
      readonly medium: "memory" | "disk";
    };

/** What a container may take. The limit is enforced on both targets, the request is what is reserved. */
export interface Resources {
  readonly cpu: { readonly request: Cpu; readonly limit: Cpu };
  readonly memory: { readonly request: Size; readonly limit: Size };
  /** Processes and threads. Enforced on Compose; on Kubernetes it is the node's setting. */
  readonly pids: number;
}

/** One program in its image. */
export interface Container {
  /** Unique in its workload, for example `postgres`. */
  readonly name: string;
  readonly image: Image;
  /** Program and its first arguments; absent: the image's own entry point. */
  readonly command?: readonly ExpressionInput[];
  /** Arguments; absent: the image's own. */
  readonly args?: readonly ExpressionInput[];
  readonly env: Readonly<Record<string, ExpressionInput>>;
  readonly material: readonly Material[];
  readonly mounts: readonly Mount[];
  readonly probes: Probes;
  readonly resources: Resources;
  readonly user: { readonly uid: number; readonly gid: number };
  /** True unless the program cannot live with it. Writable paths are scratch mounts. */
  readonly readOnlyRoot: boolean;
  /** Linux capabilities beyond none. Everything is dropped first. */
  readonly capabilities?: readonly "NET_BIND_SERVICE"[];
}
