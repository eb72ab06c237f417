import type { Container } from "../../model/container";
import type { ComposeService } from "./file";

type Hardening = Required<Pick<ComposeService, "user" | "read_only" | "cap_drop" | "security_opt">> &
  Pick<ComposeService, "cap_add">;

/** What every service is run with: a user of its own, and nothing that its program does not need. */
export function hardening(
  { uid, gid }: Container["user"],
  options: { readonly readOnly: boolean; readonly capabilities: readonly string[] },
): Hardening {
  const capabilities = [...options.capabilities].sort();
  return {
    user: `${uid}:${gid}`,
    read_only: options.readOnly,
    cap_drop: ["ALL"],
    ...(capabilities.length === 0 ? {} : { cap_add: capabilities }),
    security_opt: ["no-new-privileges:true"],
  };
}
