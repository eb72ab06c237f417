import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load } from "js-yaml";
import { encode } from "../../../constructs/model/encode";
import type { Platform } from "../../../constructs/model/platform";
import { renderCompose } from "../../../constructs/render/compose/compose";

/** The authority that stands in the file, once. */
export const AUTHORITY = "-----BEGIN CERTIFICATE-----\nMIIB\nAAAA\n-----END CERTIFICATE-----\n";

/** The value of a secret as `init` might draw it, with everything that means something to YAML or to a shell. */
export const valueOf = (secret: string): string => `"$(${secret})"\\n\`: {&*}#\n- '`;

/** What the rendered start program makes of the rendered files: all of its steps but those that start Kong. */
export function assembled(platform: Platform): unknown {
  const artifact = renderCompose(platform);
  const folder = mkdtempSync(join(tmpdir(), "kong-"));
  const text = (name: string): string => artifact.files.find(({ path }) => path.includes(name))?.text ?? "";
  const secretPart = (artifact.material.files.find(({ key }) => key === "credentials.yaml")?.segments ?? [])
    .map((segment) =>
      typeof segment === "string"
        ? segment
        : segment.encode.reduce<string>((value, as) => encode(as, value), valueOf(segment.secret)),
    )
    .join("");
  writeFileSync(join(folder, "routes"), text("gateway-kong"));
  writeFileSync(join(folder, "credentials"), secretPart);
  writeFileSync(join(folder, "ca"), AUTHORITY + AUTHORITY);
  const [definitions = ""] = text("gateway-start").split("umask 077");
  execFileSync("bash", ["-c", `${definitions}\nassemble`], {
    env: {
      ...process.env,
      ...artifact.file.services["gateway"]?.environment,
      ASHLAR_ROUTES: join(folder, "routes"),
      ASHLAR_CREDENTIALS: join(folder, "credentials"),
      ASHLAR_CA: join(folder, "ca"),
      KONG_DECLARATIVE_CONFIG: join(folder, "kong.yaml"),
    },
  });
  return load(readFileSync(join(folder, "kong.yaml"), "utf8"));
}
