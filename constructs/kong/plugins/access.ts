import { z } from "zod";
import { destination, rawAddress } from "../../gateway/destination";
import { secretRef } from "../../model/secret";
import { anonymous, flag, headerName, oneOf, port } from "./fields";
import { ownTo, plain, type PluginForm } from "./form";
import { pattern } from "./pattern";

const address = () => z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);

const ldap = {
  base_dn: z.string().min(1),
  attribute: z.string().min(1),
  cache_ttl: z.number().min(0).optional(),
  hide_credentials: flag(),
  timeout: z.number().min(0).optional(),
  keepalive: z.number().min(0).optional(),
  anonymous: anonymous(),
  header_type: z.string().min(1).optional(),
  realm: z.string().optional(),
};

const seconds = () => z.number().min(0).optional();
const sessionHeaders = () =>
  z
    .array(z.enum(["id", "audience", "subject", "timeout", "idling-timeout", "rolling-timeout", "absolute-timeout"]))
    .optional();

const session = {
  // The other storage is the database.
  storage: z
    .enum(["cookie"], {
      error: ({ input }) =>
        input === "kong" ? "sessions of this storage are in a database, and there is none" : undefined,
    })
    .optional(),
  audience: z.string().optional(),
  idling_timeout: seconds(),
  rolling_timeout: seconds(),
  absolute_timeout: seconds(),
  stale_ttl: seconds(),
  cookie_name: z.string().min(1).optional(),
  cookie_path: z.string().startsWith("/").optional(),
  cookie_domain: z.string().min(1).optional(),
  cookie_same_site: z.enum(["Strict", "Lax", "None", "Default"]).optional(),
  cookie_http_only: flag(),
  cookie_secure: flag(),
  remember: flag(),
  remember_cookie_name: z.string().min(1).optional(),
  remember_rolling_timeout: seconds(),
  remember_absolute_timeout: seconds(),
  response_headers: sessionHeaders(),
  request_headers: sessionHeaders(),
  read_body_for_logout: flag(),
  logout_methods: z.array(z.enum(["GET", "POST", "DELETE"])).optional(),
  logout_query_arg: z.string().min(1).optional(),
  logout_post_arg: z.string().min(1).optional(),
};

const webhooks = { tolerance_second: z.int().min(0).optional() };

/**
 * Plugins that decide who passes.
 *
 * Source: `kong/plugins/…/schema.lua` of Kong 3.9.3
 */
export const ACCESS_PLUGINS = {
  "basic-auth": plain(
    z.strictObject({ anonymous: anonymous(), hide_credentials: flag(), realm: z.string().min(1).optional() }),
  ),
  "bot-detection": plain(z.strictObject({ allow: z.array(pattern()).optional(), deny: z.array(pattern()).optional() })),
  "hmac-auth": plain(
    z.strictObject({
      hide_credentials: flag(),
      clock_skew: z.number().gt(0).optional(),
      anonymous: anonymous(),
      validate_request_body: flag(),
      enforce_headers: z.array(z.string().min(1)).optional(),
      algorithms: z
        .array(z.enum(["hmac-sha1", "hmac-sha256", "hmac-sha384", "hmac-sha512"]))
        .min(1)
        .optional(),
      realm: z.string().optional(),
    }),
  ),
  "ip-restriction": plain(
    z
      .strictObject({
        allow: z.array(address()).min(1).optional(),
        deny: z.array(address()).min(1).optional(),
        status: z.int().min(100).max(599).optional(),
        message: z.string().optional(),
      })
      .superRefine(oneOf("allow", "deny")),
  ),
  jwt: plain(
    z
      .strictObject({
        uri_param_names: z.array(z.string()).optional(),
        cookie_names: z.array(z.string()).optional(),
        key_claim_name: z.string().min(1).optional(),
        secret_is_base64: flag(),
        claims_to_verify: z.array(z.enum(["exp", "nbf"])).optional(),
        anonymous: anonymous(),
        run_on_preflight: flag(),
        maximum_expiration: z.number().min(0).max(31_536_000).optional(),
        header_names: z.array(headerName()).optional(),
        realm: z.string().optional(),
      })
      .superRefine(({ maximum_expiration: longest = 0, claims_to_verify: claims = [] }, context) => {
        if (longest === 0 || claims.includes("exp")) return;
        const params = { allowed: "a list with exp, since maximum_expiration is set" };
        context.addIssue({ code: "custom", path: ["claims_to_verify"], message: "exp is not verified", params });
      }),
  ),
  "ldap-auth": {
    input: z.strictObject({
      ...ldap,
      to: destination(),
      ...{ ldap_host: rawAddress(), ldap_port: rawAddress(), ldaps: rawAddress(), start_tls: rawAddress() },
      verify_ldap_host: rawAddress(),
    }),
    wire: z.strictObject({ ...ldap, ldap_host: z.string().min(1), ldap_port: port(), ldaps: z.literal(false) }),
    calls: {
      outside: "tunnel",
      to: ownTo,
      write: ({ to: _, ...rest }, { host, port: ldapPort }) => ({
        ...rest,
        ldap_host: host,
        ldap_port: ldapPort,
        // Where there is TLS to speak, the tunnel speaks it, and checks whom it speaks to.
        ldaps: false,
      }),
    },
  },
  session: {
    // Unset, each replica would draw one of its own at each start.
    input: z.strictObject({ ...session, secret: secretRef() }),
    wire: z.strictObject({ ...session, secret: z.string().min(1) }),
  },
  "standard-webhooks": {
    input: z.strictObject({ ...webhooks, secret_v1: secretRef() }),
    wire: z.strictObject({ ...webhooks, secret_v1: z.string().min(1) }),
  },
} as const satisfies Readonly<Record<string, PluginForm>>;
