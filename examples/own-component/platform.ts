// Two components of a team's own. One calls the other, and so do users, through the gateway: passing a reference is the
// connection.
import { Kong, Platform } from "ashlar";
import { Caller } from "./caller";
import { Greeter } from "./greeter";

export default function platform({ environment }: { readonly environment: string }): Platform {
  const acme = new Platform("acme", {
    environment,
    publicUrl: "https://localhost:8443",
    budget: { cpu: "4", memory: "2Gi" },
  });
  const greeter = new Greeter(acme, "greeter", { greeting: "good morning" });
  new Caller(acme, "caller", { greeter });
  new Kong(acme, "gateway", {
    routes: [{ path: "/greeter", to: greeter.api, auth: "none", cors: false, rateLimit: { perMinute: 60 } }],
  });
  return acme;
}
