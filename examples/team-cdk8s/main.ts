// The team's own cdk8s app: `npx jiti examples/team-cdk8s/main.ts`.
import { App } from "cdk8s";
import { addCharts } from "./charts";

const app = new App({ outdir: "out/team-cdk8s" });
addCharts(app, { environment: "prod" });
app.synth();
