import { z } from "zod";
import { ofContainers } from "../containers";
import { inContainer } from "../place";
import { defineRule } from "../rule";

/** Names that end in what only secrets are called. `…_FILE` and `…_URL` are not among them. */
const SECRET_NAME =
  /(?:^|_)(?:PASSWORD|PASSWD|PASS|PWD|PASSPHRASE|SECRETS?|TOKEN|CREDENTIALS?|PRIVATE_?KEY|API_?KEY|ACCESS_?KEY|SECRET_?KEY|SECRET_KEY_BASE|(?:ENC|ENCRYPTION|SIGNING|SERVICE|ROOT)_KEY|PGPASSWORD)$/i;
/** A password in a URL, a signed token, or a key of a known form. */
const SECRET_VALUE =
  /^[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@|\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+|\bsb_secret_\w+|\bAKIA[0-9A-Z]{16}\b/;

function holdsSecret(value: string): boolean {
  const match = SECRET_VALUE.exec(value);
  return match !== null && !/:(?:\$\{?\w+\}?|\$\(\w+\))@$/.test(match[0]);
}

/** Whether a value can be the secret itself: no path to a file, no switch, no reference to another variable. */
function isValue(value: string): boolean {
  return value !== "" && !/^(?:@?\/|true$|false$|\d{1,4}$|\$\{?\w|\$\()/i.test(value);
}

export const rule = defineRule({
  code: "BASE-012",
  title: "no secret stands in plain text",
  severity: "critical",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "platform",
  why: "variables and arguments are shown by every tool that inspects a container, and manifests are kept in repositories for ever",
  cure: "take the value from a secret: a file, a secretKeyRef, or an env file of mode 0600",
  reference: "CIS Kubernetes benchmark 5.4.1; Polaris sensitiveContainerEnvVar",
  config: z.strictObject({
    ignore: z
      .array(z.string())
      .default([])
      .describe("Names of variables whose values are public although they do not sound so."),
  }),
  check: (facts, { ignore }) =>
    ofContainers(facts, (container, workload) => [
      ...container.env
        .filter(({ name, source, value = "" }) => {
          if (source !== "literal" && source !== "config") return false;
          return !ignore.includes(name) && (holdsSecret(value) || (SECRET_NAME.test(name) && isValue(value)));
        })
        .map(({ name }) => ({
          ...inContainer(facts, workload, container, "env", name),
          message: `the value of ${name} stands in plain text`,
        })),
      ...[...container.command, ...container.args].flatMap((text) => {
        const [, option = "", value = ""] = /^--?([\w-]+)=([\s\S]+)$/.exec(text) ?? [];
        const name = option.toUpperCase().replaceAll("-", "_");
        const isOpen = holdsSecret(text) || (option !== "" && SECRET_NAME.test(name) && isValue(value));
        return isOpen
          ? {
              ...inContainer(facts, workload, container, "args", option),
              message: `an argument${option === "" ? "" : ` (${option})`} holds a secret in plain text`,
            }
          : [];
      }),
    ]),
});
