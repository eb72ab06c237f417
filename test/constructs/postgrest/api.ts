import { KeyIssuer } from "../../../constructs/issuer/key-issuer";
import { AshlarError } from "../../../constructs/model/diagnostics";
import type { Peer } from "../../../constructs/model/peer";
import { Platform, type PlatformProps } from "../../../constructs/model/platform";
import type { Target } from "../../../constructs/model/target";
import type { Workload } from "../../../constructs/model/workload";
import { Postgres } from "../../../constructs/postgres/postgres";
import { PostgREST, type PostgRESTProps } from "../../../constructs/postgrest/postgrest";
import { lowerPlatform } from "../../../constructs/render/lower";

/** Everything of a server but what it stands on. */
export type ApiProps = Omit<PostgRESTProps, "database" | "issuer">;

/** The smallest platform with an API: a database, an issuer, and the server. */
export function api(props: Partial<ApiProps> = {}, platformProps: PlatformProps = {}) {
  const platform = new Platform("acme", platformProps);
  const db = new Postgres(platform, "db", { storage: "1Gi", databases: { app: {}, other: {} } });
  const issuer = new KeyIssuer(platform, "issuer");
  const add = (id: string, more: Partial<ApiProps>, database = "app"): PostgREST =>
    new PostgREST(platform, id, { audience: "acme", ...more, database: db.database(database), issuer });
  return { platform, db, issuer, rest: add("rest", props), add };
}

/** A peer's workload on a target. */
export function workloadOf(peer: Peer, target: Target = "compose"): Workload {
  const workload = lowerPlatform(Platform.of(peer), target).workloadOf(peer);
  if (workload === undefined) throw new Error(`${peer.node.path} has no workload`);
  return workload;
}

/** What a platform is refused for, each as `path CODE: message`. */
export function problemsOf(build: () => { readonly platform: Platform }): readonly string[] {
  try {
    build().platform.seal();
  } catch (error) {
    if (!AshlarError.is(error)) throw error;
    return error.diagnostics.map(({ path, code, message }) => `${path} ${code}: ${message}`);
  }
  return [];
}
