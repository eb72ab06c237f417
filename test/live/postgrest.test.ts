import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from "jose";
import { DatabaseError, type Client } from "pg";
import { KeyIssuer, type KeyIssuerProps } from "../../constructs/issuer/key-issuer";
import { Platform } from "../../constructs/model/platform";
import { Postgres } from "../../constructs/postgres/postgres";
import { PostgREST, type PostgRESTProps } from "../../constructs/postgrest/postgrest";
import { resolveSecrets } from "../../constructs/secrets/resolve";
import { Caller } from "../constructs/postgres/support/caller";
import { describeLive } from "./support/engines";
import { postgresEngine } from "./support/postgres";
import { waitUntil, type Finished } from "./support/process";
import { runJob } from "./support/rendered-job";
import { RenderedPostgres } from "./support/rendered-postgres";

/** What a later description of the platform changes. */
interface Change {
  readonly issuer?: KeyIssuerProps;
  readonly rest?: Partial<Omit<PostgRESTProps, "database" | "issuer">>;
}

/** Claims of a token as the server hands them on. */
type Claims = Readonly<Record<string, unknown>> & { readonly role: string };

/** The SQL of the guide, which is run here as it stands there. */
function sqlOfGuide(): readonly string[] {
  const guide = readFileSync(join(__dirname, "../../docs/guides/postgrest.md"), "utf8");
  return [...guide.matchAll(/^```sql\n([\s\S]*?)^```$/gm)].map(([, sql]) => sql ?? "");
}

const NOW = Math.floor(Date.now() / 1000);

/** The platform of this story: a database, an API made of it, and a job that owns the data. */
function describePlatform(version: 16 | 17 | 18, { issuer: issuerProps, rest: restProps }: Change = {}) {
  const platform = new Platform("acme", { environment: "live" });
  const db = new Postgres(platform, "db", {
    version,
    storage: "1Gi",
    resources: { memory: { request: "256Mi", limit: "256Mi" } },
    databases: { app: {} },
  });
  const database = db.database("app");
  const issuer = new KeyIssuer(platform, "issuer", issuerProps);
  const rest = new PostgREST(platform, "rest", { audience: "acme", ...restProps, database, issuer });
  const admin = new PostgREST(platform, "admin", {
    ...{ database, issuer, audience: "acme-admin", keysSchema: "postgrest_admin" },
    roles: { anonymous: "nobody", authenticated: "clerk", service: "chief", authenticator: "admin_api" },
  });
  const token = issuer.token("token", { role: "authenticated", aud: "acme", sub: "ada" }, NOW - 60, NOW + 3600);
  const migrations = new Caller(platform, "migrations");
  migrations.uses(database.connect(migrations.peer).material("libpq"));
  return { platform, db, issuer, rest, admin, token, migrations };
}

type Described = ReturnType<typeof describePlatform>;

/** Values of every secret of a platform; the given ones are kept. */
function valuesOf(
  { platform }: Described,
  kept: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const declared = platform.graph.secrets.map(({ secretName, recipe }) => ({ name: secretName, recipe }));
  return Object.fromEntries(resolveSecrets(declared, new Map(Object.entries(kept))).values);
}

const good = {
  aud: "acme",
  iss: "https://issuer.live.acme.internal",
  exp: NOW + 3600,
  role: "authenticated",
  sub: "ada",
};

/** What the server asks at its start and after "reload config": Config/Database.hs of its version 14. */
const IN_DATABASE_CONFIG = `
  with role_setting as (
    select setdatabase as database, unnest(setconfig) as setting from pg_catalog.pg_db_role_setting
    where setrole = quote_ident(current_user)::regrole::oid
      and setdatabase in (0, (select oid from pg_catalog.pg_database where datname = current_catalog))
  ),
  kv_settings as (
    select database, substr(setting, 1, strpos(setting, '=') - 1) as k, substr(setting, strpos(setting, '=') + 1) as v
    from role_setting
    union
    select null as database, x as k, current_setting(x, true) as v
    from unnest($1::text[]) x join "postgrest"."pre_config"() _ on true
  )
  select distinct on (key) replace(k, 'pgrst.', '') as key, v as value
  from kv_settings where k = any($1) and v is not null order by key, database desc nulls last`;

describe.each([16, 17, 18] as const)("PostgREST's half of PostgreSQL %s", (version) => {
  describeLive([postgresEngine(version), "postgres-debian15"], "as a platform describes it", () => {
    let now: Described;
    let values: Readonly<Record<string, string>>;
    let server: RenderedPostgres;
    /** Logged in as the server is. */
    let authenticator: Client;
    let owner: Client;

    beforeAll(async () => {
      now = describePlatform(version);
      values = valuesOf(now);
      server = await RenderedPostgres.start(now.db);
      await server.provisioned();
      authenticator = await server.session(now.rest.peer, "app", "authenticator");
      owner = await server.session(now.migrations.peer, "app", "app");
    });

    afterAll(async () => {
      await authenticator?.end();
      await owner?.end();
      await server?.stop();
    });

    const runKeys = (secrets = values, env = {}): Promise<Finished> => runJob(server, now.rest.keys, { secrets, env });

    /** Describes the platform anew and runs the keys job of what it has become. */
    const change = async (to: Change, secrets = values): Promise<Finished> => {
      now = describePlatform(version, to);
      return runKeys(secrets);
    };

    const jwks = async (schema = "postgrest"): Promise<JSONWebKeySet> => ({
      keys: (await server.admin(`select jwk from ${schema}.keys order by kid`, "app")).flat() as JSONWebKeySet["keys"],
    });

    /** A request as the server makes it of verified claims: Query/PreQuery.hs of its version 14. */
    const request = async (claims: Claims, sql: string, as = authenticator, schema = "postgrest") => {
      await as.query("begin");
      try {
        const settings = [`"api", "public"`, claims.role, JSON.stringify(claims)];
        await as.query(
          "select set_config('search_path', $1, true), set_config('role', $2, true), set_config('request.jwt.claims', $3, true)",
          settings,
        );
        await as.query(`select "${schema}"."pre_request"()`);
        const { rows } = await as.query<unknown[]>({ text: sql, rowMode: "array" });
        await as.query("commit");
        return rows;
      } catch (error) {
        await as.query("rollback");
        throw error;
      }
    };

    /** The code and the message of the error that ends a request. */
    const refusal = async (attempt: Promise<unknown>): Promise<string> => {
      const error: unknown = await attempt.then(
        () => new Error("nothing was refused"),
        (reason: unknown) => reason,
      );
      return error instanceof DatabaseError ? `${error.code}: ${error.message}` : String(error);
    };

    /** Hears what the server would hear while something happens. */
    const heardDuring = async (action: () => Promise<unknown>, settled: (heard: readonly string[]) => boolean) => {
      const listener = await server.session(now.rest.peer, "app", "authenticator");
      const heard: string[] = [];
      listener.on("notification", ({ channel, payload }) => heard.push(`${channel}: ${payload}`));
      await listener.query("listen pgrst");
      await action();
      await waitUntil(async () => {
        await listener.query("select"); // notifications arrive with the next answer at the latest
        return settled(heard);
      }, "the listener has heard what it should");
      await listener.end();
      return heard;
    };

    describe("the keys job", () => {
      it("writes the issuer's public keys and tells the server", async () => {
        const heard = await heardDuring(
          async () => {
            const finished = await runKeys();
            expect(finished).toEqual({
              code: 0,
              stdout: "keys: what the server reads has changed; it was told\n",
              stderr: "",
            });
          },
          (all) => all.filter((item) => item === "pgrst: reload config").length === 2,
        );
        expect(heard).toContain("pgrst: reload config");
        expect(await server.admin("select issuer, jwk from postgrest.keys", "app")).toEqual([
          [
            "https://issuer.live.acme.internal",
            (JSON.parse(values[now.issuer.jwks.secretName]!) as JSONWebKeySet).keys[0],
          ],
        ]);
      });

      it("a second run writes nothing at all and tells nobody", async () => {
        const state = async () => [
          await server.snapshot(["app"]),
          await server.admin("select xmin::text, * from postgrest.keys", "app"),
        ];
        const before = await state();
        const heard = await heardDuring(
          async () => expect(await runKeys()).toEqual({ code: 0, stdout: "keys: everything is there\n", stderr: "" }),
          () => true,
        );
        expect(heard).toEqual([]);
        expect(await state()).toEqual(before);
      });

      it("mends what somebody has changed by hand", async () => {
        await server.admin(
          `create or replace function postgrest.pre_request() returns void language sql as 'select';
           grant execute on function postgrest.pre_config() to anon;
           drop function auth.uid()`,
          "app",
        );
        expect((await runKeys()).stderr).toBe("");
        expect(await refusal(request({ role: "authenticated" }, "select"))).toMatch(/^PT401/);
        expect(
          await server.admin("select has_function_privilege('anon', 'postgrest.pre_config()', 'execute')", "app"),
        ).toEqual([[false]]);
        expect(await request(good, "select auth.uid()")).toEqual([["ada"]]);
        expect((await runKeys()).stdout).toBe("keys: everything is there\n");
      });

      it("new keys replace the old ones", async () => {
        const [old] = (await jwks()).keys;
        values = valuesOf(now);
        const heard = await heardDuring(
          async () => expect((await runKeys()).code).toBe(0),
          (all) => all.includes("pgrst: reload config"),
        );
        expect(heard).not.toContain("pgrst: reload schema");
        const { keys } = await jwks();
        expect(keys).toHaveLength(1);
        expect(keys[0]?.kid).not.toBe(old?.kid);
      });

      it("keys of an issuer that is trusted no longer go", async () => {
        expect((await change({ issuer: { url: "https://new.example", algorithm: "RS256" } }, valuesOf(now))).code).toBe(
          0,
        );
        expect(await server.admin("select distinct issuer from postgrest.keys", "app")).toEqual([
          ["https://new.example"],
        ]);
        expect(await refusal(request(good, "select"))).toBe("PT401: the token's issuer is not trusted");
        await change({});
        expect(await request(good, "select 1")).toEqual([[1]]);
      });

      it("takes no private key and no empty set, and keeps what it has", async () => {
        const before = await jwks();
        const { signingKey, jwks: secret } = now.issuer;
        const attempts = [
          [JSON.stringify({ keys: [JSON.parse(values[signingKey.secretName]!)] }), /holds a private key/],
          [JSON.stringify({ keys: [{ kty: "oct", kid: "1", k: "c2VjcmV0" }] }), /holds a private key/],
          ['{"keys":[]}', /holds no keys/],
          ["{}", /holds no keys/],
          ["no json", /invalid input syntax for type json/],
        ] as const;
        for (const [text, why] of attempts) {
          const { code, stderr } = await runKeys({ ...values, [secret.secretName]: text });
          expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringMatching(why) });
        }
        expect(await jwks()).toEqual(before);
      });

      it("two servers on one database, whose jobs run at once, take each other's tokens for what they are", async () => {
        const finished = await Promise.all(
          [now.rest, now.admin].map((rest) => runJob(server, rest.keys, { secrets: values })),
        );
        expect(finished.map(({ code, stderr }) => ({ code, stderr }))).toEqual([
          { code: 0, stderr: "" },
          { code: 0, stderr: "" },
        ]);
        const admin = await server.session(now.admin.peer, "app", "admin_api");
        const clerk = { ...good, role: "clerk", aud: "acme-admin" };
        expect(await request(clerk, "select auth.role()", admin, "postgrest_admin")).toEqual([["clerk"]]);
        expect(await refusal(request({ ...clerk, aud: "acme" }, "select", admin, "postgrest_admin"))).toMatch(
          /^PT401: .* audience/,
        );
        expect(await refusal(request(clerk, "select", authenticator))).toMatch(
          /^42501: permission denied to set role "clerk"/,
        );
        await admin.end();
      });
    });

    describe("the server's configuration", () => {
      const names = ["db_schemas", "jwt_aud", "jwt_secret"].map((name) => `pgrst.${name}`);

      it("is what pre_config() says, asked as the server asks: in a transaction that only reads", async () => {
        await authenticator.query("begin isolation level read committed read only");
        const { rows } = await authenticator.query<{ key: string; value: string }>(IN_DATABASE_CONFIG, [names]);
        await authenticator.query("commit");
        const { jwt_secret: secret, ...others } = Object.fromEntries(rows.map(({ key, value }) => [key, value]));
        expect(others).toEqual({ jwt_aud: "acme" });
        expect(JSON.parse(secret!)).toEqual(await jwks());
      });

      it("follows the platform's audience", async () => {
        await change({ rest: { audience: "https://api.example/v1" } });
        await authenticator.query("begin read only");
        const { rows } = await authenticator.query<{ key: string; value: string }>(IN_DATABASE_CONFIG, [names]);
        await authenticator.query("commit");
        expect(rows).toContainEqual({ key: "jwt_aud", value: "https://api.example/v1" });
        expect(await refusal(request(good, "select"))).toMatch(/audience/);
        expect(await request({ ...good, aud: "https://api.example/v1" }, "select 1")).toEqual([[1]]);
        await change({});
      });

      it.each(["ES256", "RS256"] as const)(
        "tokens of the issuer verify against the keys of the table: %s",
        async (algorithm) => {
          const changed = { issuer: { algorithm } };
          const secrets = valuesOf(describePlatform(version, changed));
          await change(changed, secrets);
          const options = { issuer: now.issuer.url, audience: "acme", algorithms: [algorithm] };
          const { payload, protectedHeader } = await jwtVerify(
            secrets[now.token.secretName]!,
            createLocalJWKSet(await jwks()),
            options,
          );
          expect(protectedHeader).toEqual({ alg: algorithm, typ: "JWT", kid: (await jwks()).keys[0]?.kid });
          expect(await request(payload as Claims, "select auth.uid(), auth.role(), auth.jwt() ->> 'aud'")).toEqual([
            ["ada", "authenticated", "acme"],
          ]);
          await change({});
          const foreign = jwtVerify(secrets[now.token.secretName]!, createLocalJWKSet(await jwks()), options);
          await expect(foreign).rejects.toThrow(/no applicable key/);
        },
      );
    });

    describe("the check of each request", () => {
      it("a request without a token passes as the anonymous role", async () => {
        expect(await request({ role: "anon" }, "select auth.role(), auth.uid(), current_user")).toEqual([
          ["anon", null, "anon"],
        ]);
      });

      it.each([
        ["authenticated", good],
        ["service_role", { ...good, role: "service_role" }],
        ["several audiences", { ...good, aud: ["other", "acme"] }],
        ["a token of the anonymous role", { ...good, role: "anon" }],
      ])("good claims pass: %s", async (_, claims) => {
        expect(await request(claims, "select auth.role()")).toEqual([[claims.role]]);
      });

      const without = (name: keyof typeof good) => ({
        ...Object.fromEntries(Object.entries(good).filter(([key]) => key !== name)),
        role: good.role,
      });

      it.each([
        // The server itself takes the first three of these.
        ["no audience", without("aud"), "the token is not meant for this audience"],
        ["an empty list of audiences", { ...good, aud: [] }, "the token is not meant for this audience"],
        ["null as audience", { ...good, aud: null }, "the token is not meant for this audience"],
        ["another audience", { ...good, aud: "other" }, "the token is not meant for this audience"],
        ["the audience as a key", { ...good, aud: { acme: 1 } }, "the token is not meant for this audience"],
        ["no issuer", without("iss"), "the token's issuer is not trusted"],
        ["an unknown issuer", { ...good, iss: "https://issuer.example" }, "the token's issuer is not trusted"],
        ["the issuer in a list", { ...good, iss: [good.iss] }, "the token's issuer is not trusted"],
        ["no end", without("exp"), "the token never expires"],
        ["null as end", { ...good, exp: null }, "the token never expires"],
        ["an anonymous role with a subject", { role: "anon", sub: "ada" }, "the token is not meant for this audience"],
        ["nothing but a role", { role: "service_role" }, "the token is not meant for this audience"],
      ])("%s: refused", async (_, claims, why) => {
        expect(await refusal(request(claims, "select"))).toBe(`PT401: ${why}`);
      });

      it("a session without claims is refused too", async () => {
        expect(await refusal(server.admin("set role anon; select postgrest.pre_request()", "app"))).toBe(
          "PT401: the request has no claims",
        );
      });

      it("the platform's own function is called as well, with the request's search path and role", async () => {
        await owner.query(`create function api.before() returns void language plpgsql as $$ begin
          perform set_config('request.seen', current_user || ' ' || current_setting('search_path') || ' ' || auth.uid(), true);
        end $$`);
        await change({ rest: { preRequest: "api.before" } });
        expect(await request(good, "select current_setting('request.seen')")).toEqual([
          ['authenticated "api", "public" ada'],
        ]);
        expect(await refusal(request({ role: "service_role" }, "select current_setting('request.seen')"))).toMatch(
          /^PT401/,
        );
        await change({});
        expect(await request(good, "select nullif(current_setting('request.seen', true), '')")).toEqual([[null]]);
      });
    });

    describe("row-level security, with the table of the guide", () => {
      const [table = "", functions = ""] = sqlOfGuide();
      const ids = "select id::int from notes order by id";

      beforeAll(async () => {
        await owner.query(table);
        await owner.query("insert into api.notes (owner, note) values ('ada', 'one'), ('bob', 'two')");
      });

      it("anon sees nothing, a user sees what is theirs, the service sees all", async () => {
        expect(await refusal(request({ role: "anon" }, ids))).toBe("42501: permission denied for table notes");
        await owner.query("grant select on api.notes to anon");
        expect(await request({ role: "anon" }, ids)).toEqual([]);
        expect(await request(good, ids)).toEqual([[1]]);
        expect(await request({ ...good, sub: "bob" }, ids)).toEqual([[2]]);
        expect(await request({ ...good, role: "service_role" }, ids)).toEqual([[1], [2]]);
      });

      it("a user writes as themselves alone", async () => {
        expect(await request(good, "insert into notes (note) values ('mine') returning owner")).toEqual([["ada"]]);
        const forged = "insert into notes (owner, note) values ('bob', 'forged')";
        expect(await refusal(request(good, forged))).toMatch(/^42501: .*row-level security/);
        expect(await request(good, "update notes set note = 'taken' where id = 2 returning id")).toEqual([]);
        const given = "update notes set owner = 'bob' where id = 1";
        expect(await refusal(request(good, given))).toMatch(/^42501: .*row-level security/);
        for (const [claims, sql] of [
          [{ role: "anon" }, "insert into notes (note) values ('anybody')"],
          [good, "delete from notes"],
        ] as const) {
          expect(await refusal(request(claims, sql))).toBe("42501: permission denied for table notes");
        }
      });

      it("a new function is everybody's until the guide's second statement", async () => {
        const make = (name: string) =>
          owner.query(`create function api.${name}() returns int language sql as 'select 1'`);
        await make("before_it");
        expect(await request({ role: "anon" }, "select before_it()")).toEqual([[1]]);
        await owner.query(functions);
        await make("after_it");
        expect(await refusal(request({ role: "anon" }, "select after_it()"))).toMatch(
          /^42501: permission denied for function/,
        );
        expect(await request({ ...good, role: "service_role" }, "select after_it()")).toEqual([[1]]);
        await owner.query("alter default privileges grant execute on functions to public");
      });

      it("claims of one request are not there in the next one", async () => {
        await request(good, "select 1");
        expect(await request({ role: "anon" }, "select auth.uid(), auth.jwt()")).toEqual([[null, { role: "anon" }]]);
        expect((await authenticator.query("select current_user")).rows).toEqual([{ current_user: "authenticator" }]);
      });

      it("a policy is evaluated for a view's owner and for others who may call it", async () => {
        await owner.query(
          "create view api.mine with (security_invoker = true) as select id from api.notes; grant select on api.mine to authenticated",
        );
        expect(await request(good, "select count(*)::int from mine")).toEqual([[2]]);
      });
    });

    describe("rights", () => {
      it("a new table is the service's alone, and the server hears of it", async () => {
        const heard = await heardDuring(
          () => owner.query("create table api.fresh (id serial primary key)"),
          (all) => all.length > 0,
        );
        expect(new Set(heard)).toEqual(new Set(["pgrst: reload schema"]));
        for (const claims of [{ role: "anon" }, good]) {
          expect(await refusal(request(claims, "select * from fresh"))).toBe(
            "42501: permission denied for table fresh",
          );
        }
        expect(
          await request({ ...good, role: "service_role" }, "insert into fresh default values returning id"),
        ).toEqual([[1]]);
        await owner.query("grant select on api.fresh to anon");
        expect(await request({ role: "anon" }, "select id from fresh")).toEqual([[1]]);
      });

      it.each([
        ["reads a table", "select * from api.notes", /^42501: permission denied for schema api/],
        ["makes a table", "create table public.mine (id int)", /^42501: permission denied for schema public/],
        ["makes a schema", "create schema mine", /^42501: permission denied for database app/],
        ["reads the keys", "select * from postgrest.keys", /^42501: permission denied for table keys/],
        ["becomes the owner", "set role app", /^42501: permission denied to set role "app"/],
        ["becomes the keys job", "set role postgrest_keys", /^42501: permission denied to set role "postgrest_keys"/],
        ["becomes the superuser", "set role postgres", /^42501: permission denied to set role "postgres"/],
        ["becomes the other server's service", "set role chief", /^42501: permission denied to set role "chief"/],
        [
          "puts a key of its own above the configuration",
          "alter role authenticator set pgrst.jwt_secret = 'x'",
          /^42501: permission denied to set parameter "pgrst.jwt_secret"/,
        ],
      ])("the authenticator itself can do nothing: it %s", async (_, sql, why) => {
        expect(await refusal(authenticator.query(sql))).toMatch(why);
      });

      it.each(["anon", "authenticated", "service_role"])(
        "%s cannot read or write keys, nor ask for the configuration",
        async (role) => {
          const claims = role === "anon" ? { role } : { ...good, role };
          for (const sql of [
            "select * from postgrest.keys",
            "delete from postgrest.keys",
            "insert into postgrest.keys values ('x', 'x', '{}')",
          ]) {
            expect(await refusal(request(claims, sql))).toBe("42501: permission denied for table keys");
          }
          expect(await refusal(request(claims, "select postgrest.pre_config()"))).toBe(
            "42501: permission denied for function pre_config",
          );
          expect(await refusal(request(claims, "create table postgrest.keys2 (id int)"))).toBe(
            "42501: permission denied for schema postgrest",
          );
        },
      );
    });

    describe("attacks", () => {
      it("objects that shadow ours in the caller's session change nothing", async () => {
        const attacker = await server.session(now.rest.peer, "app", "authenticator");
        await attacker.query(`
          create temporary table keys (issuer text, kid text, jwk jsonb);
          insert into keys values ('https://evil.example', 'evil', '{"kid": "evil"}');
          create function pg_temp.jsonb_agg(jsonb) returns jsonb language sql as $$ select '["evil"]'::jsonb $$;
          create function pg_temp.set_config(text, text, boolean) returns text language sql as $$ select 'evil' $$;
          create function pg_temp.current_setting(text, boolean) returns text language sql as $$ select '{"role": "anon"}' $$;
          create domain pg_temp.jsonb as text;
          set search_path = pg_temp, postgrest, pg_catalog`);
        await attacker.query("begin; select postgrest.pre_config()");
        const seen = await attacker.query<{ secret: string }>(
          "select pg_catalog.current_setting('pgrst.jwt_secret') as secret",
        );
        await attacker.query("commit");
        expect(JSON.parse(seen.rows[0]!.secret)).toEqual(await jwks());
        expect(await refusal(request({ role: "service_role" }, "select", attacker))).toMatch(/^PT401/);
        await attacker.end();
      });

      it("functions that shadow ours in a schema that all may use are not run with the keys job's rights", async () => {
        await owner.query(`
          create function public.set_config(text, text, boolean) returns text language sql as $$ select 'evil' $$;
          create function public.jsonb_build_object(text, jsonb) returns jsonb language sql as $$ select '"evil"'::jsonb $$`);
        const attacker = await server.session(now.rest.peer, "app", "authenticator");
        await attacker.query("set search_path = public, pg_catalog; begin; select postgrest.pre_config()");
        const seen = await attacker.query<{ secret: string }>(
          "select current_setting('pgrst.jwt_secret', true) as secret",
        );
        await attacker.query("commit");
        await attacker.end();
        await owner.query("drop function public.set_config, public.jsonb_build_object");
        expect(JSON.parse(seen.rows[0]?.secret || "null")).toEqual(await jwks());
      });

      it("objects that shadow ours in a served schema change nothing", async () => {
        await owner.query(`
          create function api.current_setting(text, boolean) returns text language sql as $$ select '{"role": "anon"}' $$;
          create function api.jsonb_build_object(text, text) returns jsonb language sql as $$ select current_setting('request.jwt.claims')::jsonb $$;
          create function api.jsonb_typeof(jsonb) returns text language sql as $$ select 'number' $$`);
        expect(await refusal(request({ role: "service_role" }, "select"))).toMatch(/^PT401/);
        expect(await request(good, "select auth.uid()")).toEqual([["ada"]]);
        await owner.query("drop function api.current_setting, api.jsonb_build_object, api.jsonb_typeof");
      });

      const hostile = `x'; drop table postgrest.keys; --"\\\\ $f$ $$ %s %1$I :'issuer' \${IFS}\n\\! false`;

      it("hostile texts of issuer and audience stay texts", async () => {
        // What an issuer's url may be made of; an audience is any text.
        const url = "https://id.example/x';drop/**/table/**/postgrest.keys;--$f$$$%s%1$I:'issuer'";
        const texts = { issuer: { url }, rest: { audience: hostile.replaceAll(":", ";") } };
        expect(await change(texts)).toMatchObject({ code: 0, stderr: "" });
        const claims = { ...good, iss: url, aud: texts.rest.audience };
        expect(await request(claims, "select auth.jwt() ->> 'iss'")).toEqual([[url]]);
        expect(await refusal(request(good, "select"))).toMatch(/^PT401/);
        expect(await server.admin("select issuer from postgrest.keys", "app")).toEqual([[url]]);
        await change({});
      });

      it("a hostile name of a function is a name that nothing has", async () => {
        for (const name of [
          `api.before"(); drop table postgrest.keys; --`,
          `api.x'); drop table postgrest.keys; --`,
          hostile,
        ]) {
          expect(await runKeys(values, { PRE_REQUEST: name })).toMatchObject({ code: 0, stderr: "" });
          expect(await refusal(request(good, "select"))).toMatch(/^(42883|3F000|42501): /);
        }
        await runKeys();
        expect((await jwks()).keys).toHaveLength(1);
        expect(await request(good, "select 1")).toEqual([[1]]);
      });
    });
  });
});
