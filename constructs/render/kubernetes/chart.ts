import { ApiObject, Chart } from "cdk8s";
import { Construct } from "constructs";
import type { Platform } from "../../model/platform";
import type { AdmissionPolicies } from "./admission";
import { type KubernetesArtifact, renderKubernetes } from "./kubernetes";

/** Input of a {@link PlatformChart}. */
export interface PlatformChartProps {
  /** The platform to hang into the app. It is sealed. */
  readonly platform: Platform;
  /**
   * Who makes the admission policies of a platform that asks for them: `admissionObjects` of `ashlar/policies`.
   *
   * @default none: a platform that asks for them is refused, ASH-TARGET-007
   */
  readonly admissionPolicies?: AdmissionPolicies;
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
    const { platform, admissionPolicies } = props;
    this.artifact = renderKubernetes(platform, admissionPolicies === undefined ? {} : { admissionPolicies });
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
