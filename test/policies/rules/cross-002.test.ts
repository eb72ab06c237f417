import { plus } from "../fixtures/edit";
import { describeRule, judge } from "./judge";

/** A token that says when it ends; it is signed by nobody. */
function token(exp: unknown): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "HS256", typ: "JWT" })}.${part({ iss: "acme", role: "anon", exp })}.c2lnbmF0dXJl`;
}

const OF_2001 = token(Date.parse("2001-09-09T00:00:00Z") / 1000);
const OF_2099 = token(Date.parse("2099-12-31T00:00:00Z") / 1000);

/** Valid in the year 2000. */
const OLD_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBCjCBsgIBATAKBggqhkjOPQQDAjASMRAwDgYDVQQDDAdmaXh0dXJlMB4XDTAw
MDEwMTAwMDAwMFoXDTAxMDEwMTAwMDAwMFowEjEQMA4GA1UEAwwHZml4dHVyZTBZ
MBMGByqGSM49AgEGCCqGSM49AwEHA0IABKDtAmLeFkO2xRiEcjC/WjsnGjFqMtXy
X4K6+qnSaWkfOZcw2P6LbzghuMSMTmCVWZk4SnDLwtqLXfkvmpnWMP8wCgYIKoZI
zj0EAwIDRwAwRAIgBgQpGV6F+v9s/D99ChzSifA/9pzciQKkbsdlhL4KeDgCIASv
m9NKsCCV41VgsS68A1gAqkGyYce8A76uOzGarUnT
-----END CERTIFICATE-----
`;
/** Valid until the end of 2099. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBDDCBtAIBATAKBggqhkjOPQQDAjASMRAwDgYDVQQDDAdmaXh0dXJlMCAXDTIw
MDEwMTAwMDAwMFoYDzIwOTkxMjMxMDAwMDAwWjASMRAwDgYDVQQDDAdmaXh0dXJl
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEoO0CYt4WQ7bFGIRyML9aOycaMWoy
1fJfgrr6qdJpaR85lzDY/otvOCG4xIxOYJVZmThKcMvC2otd+S+amdYw/zAKBggq
hkjOPQQDAgNHADBEAiBNmjvPzou83dvsbO1N/mvje6kfUaWcxaQyhQ88oXDTsgIg
RGTPEn6DnK3HyjCfDxGIDKKu0/klo57v/rVRtDmiS4U=
-----END CERTIFICATE-----
`;

const map = (data: Record<string, string>) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "trust", namespace: "acme" },
  data,
});

describeRule("CROSS-002", {
  compose: {
    "finds a token that has expired": {
      edits: [["compose.configs.site", { content: `key = "${OF_2001}"\n` }]],
      finds: ["configs.site:site"],
      also: ["BASE-012"],
      says: /^a token has expired on 2001-09-09$/,
    },
    "finds a certificate that has expired in a file of the project": {
      edits: [
        ["files['trust/ca.crt']", OLD_CERTIFICATE],
        ["compose.services.web.volumes", ["./trust:/trust:ro"]],
      ],
      finds: ["services.web.volumes[/trust/ca.crt]"],
      says: /^a certificate has expired on 2001-01-01$/,
    },
    "finds every one of a bundle": {
      edits: [["compose.configs.bundle", { content: OLD_CERTIFICATE + CERTIFICATE + OLD_CERTIFICATE }]],
      finds: ["configs.bundle:bundle", "configs.bundle:bundle"],
    },
    "tells what will expire within the days that are asked for": {
      edits: [["compose.configs.site", { content: `${OF_2099}\n${CERTIFICATE}` }]],
      config: { "CROSS-002": { days: 36_500 } },
      finds: ["configs.site:site", "configs.site:site"],
      also: ["BASE-012"],
      says: /expires on 2099-12-31/,
    },
    "accepts what is valid, and what never says when it ends": {
      edits: [
        ["compose.configs.site", { content: `${OF_2099}\n${token(undefined)}\n${token("later")}\n${CERTIFICATE}` }],
      ],
      finds: [],
      also: ["BASE-012"],
    },
    "passes what is neither": {
      edits: [
        [
          "compose.configs.site",
          { content: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\neyJ0.eyJ4.x\n" },
        ],
      ],
      finds: [],
    },
  },
  kubernetes: {
    "finds a certificate that has expired": {
      edits: [["ConfigMap/trust", map({ "ca.crt": OLD_CERTIFICATE })]],
      finds: ["acme/ConfigMap/trust:ca.crt"],
    },
    "finds a token in a variable": {
      edits: [["Deployment/web.spec.template.spec.containers[web].env", plus({ name: "ANON", value: OF_2001 })]],
      finds: ["acme/Deployment/web:containers[web].env[ANON]"],
      also: ["BASE-012"],
    },
    "accepts a certificate that is valid": { edits: [["ConfigMap/trust", map({ "ca.crt": CERTIFICATE })]], finds: [] },
  },
});

it("takes what will expire for advice", () => {
  const edits = [["ConfigMap/trust", map({ "ca.crt": CERTIFICATE })]] as const;
  const { findings } = judge("kubernetes", edits, { "CROSS-002": { days: 36_500 } });
  expect(findings.map(({ code, level }) => [code, level])).toEqual([["CROSS-002", "advisory"]]);
});

it("never prints the token", () => {
  const { findings } = judge("compose", [["compose.configs.site", { content: OF_2001 }]]);
  expect(JSON.stringify(findings)).not.toContain(OF_2001.split(".")[1]);
});
