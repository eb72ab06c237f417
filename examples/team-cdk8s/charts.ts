import { PlatformChart } from "ashlar/cdk8s";
import { ApiObject, JsonPatch, type App } from "cdk8s";
import platform, { API } from "./platform";
import { Website } from "./website";

/** Hangs the team's charts into an app: the platform, and beside it the website as it has always been. */
export function addCharts(app: App, { environment }: { readonly environment: string }): void {
  const acme = new PlatformChart(app, "acme", { platform: platform({ environment }) });
  new Website(app, "website", { api: API }).addDependency(acme);

  // Each object of ours is an ApiObject at the path of its component, so a patch of cdk8s reaches it: the database goes
  // to the team's nodes with fast disks.
  const database = ApiObject.of(acme.node.findChild("db").node.findChild("StatefulSet"));
  database.addJsonPatch(JsonPatch.add("/spec/template/spec/nodeSelector", { "acme.example/disk": "fast" }));
}
