// Two components of a team's own, one calling the other: passing a reference is the connection.
import { Platform } from "ashlar";
import { Caller } from "./caller";
import { Greeter } from "./greeter";

export default function platform({ environment }: { readonly environment: string }): Platform {
  const acme = new Platform("acme", { environment, budget: { cpu: "2", memory: "1Gi" } });
  const greeter = new Greeter(acme, "greeter", { greeting: "good morning" });
  new Caller(acme, "caller", { greeter });
  return acme;
}
