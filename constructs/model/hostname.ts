import { textForm } from "./text-form";

const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const NAME = `${LABEL}(?:\\.${LABEL})*`;
const PATTERN = new RegExp(`^(?:\\*\\.${LABEL}\\.)?${NAME}$`);
const LONGEST = 253;

/** What a host name looks like, for messages. */
export const HOSTNAME_FORM =
  "a DNS name in lower case, for example api.acme.example; a * only as its whole first label";

/**
 * Whether a text is a host name that a certificate can prove and a client can call. `*.acme.example` stands for every
 * name one label longer. An address is none.
 */
export function isHostname(text: string): boolean {
  return PATTERN.test(text) && text.length <= LONGEST && !isAddress(text);
}

/** Schema of a host name: see {@link isHostname}. */
export const hostname = () =>
  textForm({
    pattern: PATTERN,
    message: "not a host name",
    allowed: HOSTNAME_FORM,
    fits: (text) => text.length <= LONGEST && !isAddress(text),
  });

/** No top-level domain is a number, so what ends in one is an address. */
function isAddress(text: string): boolean {
  return /(?:^|\.)\d+$/.test(text);
}
