export { checkCluster, type ClusterChoice } from "./check-cluster";
export type { PlatformDeploymentArgs } from "./deployment-args";
export type { Renamed } from "./naming";
export type { AuthoritySecret, DeployedEndpoint, PlatformOutputs } from "./outputs";
export { PlatformDeployment } from "./platform-deployment";
