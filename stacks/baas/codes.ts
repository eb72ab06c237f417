import { defineCodes } from "../../constructs/model/codes";

/** What is worth a second look in the config of a baas. */
export const BAAS_CODES = defineCodes({
  ownAuthority: {
    code: "ASH-BAAS-001",
    title: "the public host's certificate is one that no browser trusts",
    severity: "warning",
    cure: 'set gateway.publicTls to {"kind": "given"}, or on Kubernetes to an issuer; keep it where every client trusts the platform\'s own authority',
    why: "unless something else is said, the platform's own authority signs the certificate of the public host; browsers and phones of users know nothing of it, and who is told to go on anyway learns to ignore the warning",
    example: "the preset prod with gateway.publicTls unset",
  },
});
