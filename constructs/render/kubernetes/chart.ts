import { ApiObject, Chart } from "cdk8s";
import { Construct } from "constructs";
import type { Platform } from "../../model/platform";
import { type KubernetesArtifact, type KubernetesOptions, renderKubernetes } from "./kubernetes";

/** Input of a {@link PlatformChart}. */
export interface PlatformChartProps extends KubernetesOptions {
  /** The platform to hang into the app. It is sealed. */
  readonly platform: Platform;
}

/**
 * A platform inside a team's own cdk8s app. Each object is an `ApiObject` at the path that its component has in the
 * platform, then its kind: `db/StatefulSet`, `db/provision/Job`, `db/Service.headless`. So patches, validations and
 * dependencies of cdk8s work on it.
 *
 * @throws AshlarError with every problem of the platform
 * @example
 * const chart = new PlatformChart(app, "acme", { platform });
 * ApiObject.of(chart.node.findChild("db").node.findChild("StatefulSet")).addJsonPatch(JsonPatch.add("/spec/replicas", 2));
 */
export class PlatformChart extends Chart {
  /** What was rendered; its material is what must exist before the manifests run. */
  public readonly artifact: KubernetesArtifact;

  public constructor(scope: Construct, id: string, props: PlatformChartProps) {
    super(scope, id);
    this.artifact = renderKubernetes(props.platform, props);
    for (const { path, id: objectId, object } of this.artifact.resources) {
      // The platform's own id is left out: the chart stands for it.
      const parent = path.split("/").slice(1).reduce<Construct>(childOf, this);
      new ApiObject(parent, objectId, object);
    }
  }
}

/** A construct that only gives its children their path. */
function childOf(parent: Construct, id: string): Construct {
  return (parent.node.tryFindChild(id) as Construct | undefined) ?? new Construct(parent, id);
}
