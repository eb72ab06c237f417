// The program of Pulumi.yaml: the platform, and beside it what the team has always deployed.
import type { core } from "@pulumi/kubernetes";
import { Config, getStack } from "@pulumi/pulumi";
import { checkCluster, PlatformDeployment } from "ashlar/pulumi";
import { Exporter } from "./exporter";
import platform from "./platform";

export = async () => {
  const settings = new Config("acme");
  const cluster = new Config("kubernetes");
  // Before anything is registered. Whoever has manifests written instead of applied needs no cluster.
  if (cluster.get("renderYamlToDirectory") === undefined)
    await checkCluster({ kubeconfig: cluster.get("kubeconfig"), context: cluster.get("context") });

  const acme = new PlatformDeployment("acme", {
    platform: platform({ environment: getStack(), publicUrl: settings.require("publicUrl") }),
    secrets: "pulumi",
    protect: settings.getBoolean("protect") ?? false,
  });

  // The key is made by Pulumi, and kept in a Secret of the platform's namespace: the exporter gets a copy in its own.
  const key = acme.resource("Secret.gateway-key-exporter") as core.v1.Secret;
  new Exporter("exporter", {
    api: `${acme.outputs.url}/rest/v1`,
    key: key.data.apply((data) => data["value"] ?? ""),
    replicas: settings.requireNumber("replicas"),
    after: [acme.resource("rest/Deployment"), acme.resource("gateway/Deployment")],
  });
  return { url: acme.outputs.url, endpoints: acme.outputs.endpoints };
};
