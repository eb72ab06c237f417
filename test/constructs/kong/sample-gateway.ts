import { load } from "js-yaml";
import { Kong, type KongProps } from "../../../constructs/kong/kong";
import { AshlarError } from "../../../constructs/model/diagnostics";
import { Platform, type PlatformProps } from "../../../constructs/model/platform";
import { renderCompose } from "../../../constructs/render/compose/compose";
import { BEHIND_SIDECAR, Sample } from "../../support/sample";

/** What routes lead to. */
export interface Servers {
  readonly api: Sample;
  readonly auth: Sample;
}

const ONE_ROUTE = ({ api }: Servers): KongProps => ({ routes: [{ path: "/rest/v1", to: api.server }] });

/** A gateway in front of two servers, with what a test changes. */
export function gateway(props: (servers: Servers) => KongProps = ONE_ROUTE, platformProps: PlatformProps = {}) {
  const platform = new Platform("acme", { publicUrl: "https://acme.example", ...platformProps });
  const api = new Sample(platform, "api", { serve: BEHIND_SIDECAR });
  const auth = new Sample(platform, "auth", { serve: BEHIND_SIDECAR });
  const kong = new Kong(platform, "gateway", props({ api, auth }));
  return { platform, kong, api, auth };
}

/** The problems of a platform, as code and path. */
export function problemsOf(make: () => Platform): readonly string[] {
  try {
    renderCompose(make());
  } catch (error) {
    if (AshlarError.is(error)) return error.diagnostics.map(({ code, path }) => `${code} ${path}`);
    throw error;
  }
  return [];
}

/** The rendered file of routes, as Kong reads it. */
export function routesOf(platform: Platform): Declared {
  const file = renderCompose(platform).files.find(({ path }) => path.includes("gateway-kong"));
  return load(file?.text ?? "") as Declared;
}

/** What tests look at in a declarative file. */
export interface Declared {
  readonly services: readonly {
    readonly name: string;
    readonly host: string;
    readonly port: number;
    readonly ca_certificates: readonly string[];
    readonly routes: readonly {
      readonly hosts: readonly string[];
      readonly paths: readonly string[];
      readonly methods?: readonly string[];
      readonly plugins: readonly DeclaredPlugin[];
    }[];
  }[];
  readonly plugins: readonly DeclaredPlugin[];
  readonly _ignore?: readonly DeclaredPlugin[];
  readonly consumers: readonly { readonly username: string; readonly acls?: readonly { readonly group: string }[] }[];
}

/** A plugin of a declarative file. */
export interface DeclaredPlugin {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
}
