import { textForm } from "./text-form";

// Lower case, digits and hyphens alone: nothing that a pattern of a URI could take for a wildcard.
const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const SUBDOMAIN = `${LABEL}(?:\\.${LABEL})*`;

const LONGEST_NAME = 253;

/** Schema of a DNS label, such as a namespace. */
export const dnsLabel = () =>
  textForm({
    pattern: new RegExp(`^${LABEL}$`),
    message: "not a DNS label",
    allowed: "a-z, 0-9 and -, 63 of them at most",
  });

/** Schema of a DNS name: labels with dots between them. */
export const dnsName = () =>
  textForm({
    pattern: new RegExp(`^${SUBDOMAIN}$`),
    message: "not a DNS name",
    allowed: "labels of a-z, 0-9 and - with dots between them, for example acme.internal",
    fits: (text) => text.length <= LONGEST_NAME,
  });

const WORD = "[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?";

/** Schema of a label's key on Kubernetes: a name, with a DNS name and a slash before it if any. */
export const labelKey = () =>
  textForm({
    pattern: new RegExp(`^(?:${SUBDOMAIN}/)?${WORD}$`),
    message: "not a label's key",
    allowed: "a name, or prefix.example/name, for example k8s-app",
    fits: (text) => text.lastIndexOf("/") <= LONGEST_NAME,
  });

/** Schema of a label's value on Kubernetes. */
export const labelValue = () =>
  textForm({
    pattern: new RegExp(`^(?:${WORD})?$`),
    message: "not a label's value",
    allowed: "A-Z, a-z, 0-9, -, _ and ., 63 of them at most, with a letter or digit at both ends",
  });
