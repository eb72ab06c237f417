import { configFile, type ConfigFile } from "../model/config-file";
import { concat, configPath, type ExpressionInput } from "../model/expression";
import type { Declaration } from "./declarative";
import { callsOf } from "./plugins/calls";

/** Certificates between an authority that all the world knows and a server: usually one or two. */
const PUBLIC_DEPTH = "3";

/** What Kong must be told for its plugins to call whom they call. */
export interface CallSettings {
  readonly env: Readonly<Record<string, ExpressionInput>>;
  readonly files: readonly ConfigFile[];
}

/**
 * Settings of the whole server that plugins need: authorities for those that check a server's certificate themselves, and
 * the spans that traces are made of, which are off unless they are asked for.
 */
export function callSettings({ spec, routes }: Declaration): CallSettings {
  const settings = [spec.plugins, ...routes.map((route) => route.spec.plugins)];
  const checked = settings.flatMap(callsOf).flatMap(({ to, outside }) => {
    return to.kind === "external" && to.spec.tls === "tls" && outside === "plugin" ? [to.spec] : [];
  });
  const rates = settings.flatMap(({ opentelemetry: plugin }) =>
    plugin?.traces_path === undefined ? [] : [plugin.sampling_rate],
  );
  const { env, files } = authorities(checked);
  return {
    env: {
      ...env,
      ...(rates.length === 0
        ? {}
        : {
            KONG_TRACING_INSTRUMENTATIONS: "all",
            // For requests that are refused before the plugin decides; whoever has no key must not have all of them traced.
            KONG_TRACING_SAMPLING_RATE: String(Math.max(...rates)),
          }),
    },
    files,
  };
}

function authorities(servers: readonly { readonly ca?: string | undefined }[]): CallSettings {
  if (servers.length === 0) return { env: {}, files: [] };
  const depth = { KONG_LUA_SSL_VERIFY_DEPTH: PUBLIC_DEPTH };
  const own = [...new Set(servers.flatMap(({ ca }) => (ca === undefined ? [] : [ca.trimEnd()])))].sort();
  if (own.length === 0) return { env: { ...depth, KONG_LUA_SSL_TRUSTED_CERTIFICATE: "system" }, files: [] };
  const file = configFile("plugins-ca.crt", { format: "text", text: `${own.join("\n")}\n` });
  const isPublic = servers.some(({ ca }) => ca === undefined);
  return {
    env: {
      ...depth,
      KONG_LUA_SSL_TRUSTED_CERTIFICATE: isPublic ? concat("system,", configPath(file)) : configPath(file),
    },
    files: [file],
  };
}
