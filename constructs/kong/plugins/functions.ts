import { z } from "zod";
import { destination, rawAddress, type Destination } from "../../gateway/destination";
import { secretRef } from "../../model/secret";
import { flag, port } from "./fields";
import { ownTo, type PluginForm } from "./form";

const time = () => z.number().min(0).optional();

const lambda = {
  timeout: time(),
  keepalive: time(),
  aws_region: z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/),
  function_name: z.string().min(1),
  qualifier: z.string().min(1).optional(),
  invocation_type: z.enum(["RequestResponse", "Event", "DryRun"]).optional(),
  log_type: z.enum(["Tail", "None"]).optional(),
  unhandled_status: z.int().min(100).max(999).optional(),
  forward_request_method: flag(),
  forward_request_uri: flag(),
  forward_request_headers: flag(),
  forward_request_body: flag(),
  is_proxy_integration: flag(),
  awsgateway_compatible: flag(),
  skip_large_bodies: flag(),
  base64_encode_body: flag(),
  empty_arrays_mode: z.enum(["legacy", "correct"]).optional(),
};

const azure = {
  timeout: time(),
  keepalive: time(),
  routeprefix: z.string().optional(),
  functionname: z.string().min(1),
};

/** Azure's plugin makes the host of two parts, and its port is that of https. */
const azureHost = () =>
  destination().superRefine((to, context) => {
    const params = { allowed: "an ExternalEndpoint such as app.azurewebsites.net, port 443, with TLS", secret: true };
    if (to.kind === "external" && to.spec.tls === "tls" && to.spec.port === 443 && /^[^.:]+\../.test(to.spec.host))
      return;
    context.addIssue({ code: "custom", message: "not a host of Azure's functions", params });
  });

/** Amazon's signs the name of the host, which a tunnel would change. */
const lambdaHost = () =>
  destination().superRefine((to, context) => {
    if (to.kind === "external" && to.spec.tls === "tls") return;
    const params = { allowed: "an ExternalEndpoint such as lambda.eu-west-1.amazonaws.com, with TLS", secret: true };
    context.addIssue({ code: "custom", message: "not a host of Amazon's functions", params });
  });

/** The first label of a host, and the others. */
function halves(to: unknown): readonly [string, string] {
  const { host } = (to as Destination & { readonly kind: "external" }).spec;
  const dot = host.indexOf(".");
  return [host.slice(0, dot), host.slice(dot + 1)];
}

/**
 * Plugins that have a provider's function answer.
 *
 * Source: `kong/plugins/…/schema.lua` of Kong 3.9.3
 */
export const FUNCTION_PLUGINS = {
  "aws-lambda": {
    // Without a key the plugin asks addresses of its machine for one, and a role is asked for at one more: no ways that
    // a connection opens.
    input: z.strictObject({
      ...lambda,
      to: lambdaHost(),
      aws_key: secretRef(),
      aws_secret: secretRef(),
      ...{ host: rawAddress(), port: rawAddress(), disable_https: rawAddress(), proxy_url: rawAddress() },
      aws_sts_endpoint_url: rawAddress(),
    }),
    wire: z.strictObject({
      ...lambda,
      host: z.string().min(1),
      port: port(),
      aws_key: z.string().min(1),
      aws_secret: z.string().min(1),
    }),
    calls: {
      outside: "unproved",
      to: ownTo,
      write: ({ to: _, ...rest }, { host, port: at }) => ({ ...rest, host, port: at }),
    },
  },
  "azure-functions": {
    input: z.strictObject({
      ...azure,
      to: azureHost(),
      apikey: secretRef().optional(),
      clientid: secretRef().optional(),
      ...{ appname: rawAddress(), hostdomain: rawAddress(), https: rawAddress(), https_verify: rawAddress() },
    }),
    wire: z.strictObject({
      ...azure,
      appname: z.string().min(1),
      hostdomain: z.string().min(1),
      https: z.literal(true),
      // Kong's own default is no.
      https_verify: z.literal(true),
      apikey: z.string().min(1).optional(),
      clientid: z.string().min(1).optional(),
    }),
    calls: {
      outside: "plugin",
      to: ownTo,
      write: ({ to, ...rest }) => {
        const [appname, hostdomain] = halves(to);
        return { ...rest, appname, hostdomain, https: true, https_verify: true };
      },
    },
  },
} as const satisfies Readonly<Record<string, PluginForm>>;
