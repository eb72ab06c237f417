-- What PostgREST needs in its database: its keys in a table, the function that hands them to the server, the check of
-- each request, and the functions that row-level security policies read claims with. Run by the owner of both schemas.
-- What is already right is left alone, so that nobody is notified of nothing.
\set ON_ERROR_STOP on
\getenv keys_schema KEYS_SCHEMA
\getenv claims_schema CLAIMS_SCHEMA
\getenv issuer ISSUER
\getenv audience AUDIENCE
\getenv pre_request PRE_REQUEST
\getenv authenticator AUTHENTICATOR_ROLE
\getenv anonymous ANONYMOUS_ROLE
\getenv authenticated AUTHENTICATED_ROLE
\getenv service SERVICE_ROLE
\set jwks `cat -- "$JWKS_FILE"`
\o /dev/null

-- No object of anybody else's is found by accident, and notices of "already there" stay quiet.
set search_path = pg_catalog;
set client_min_messages = warning;
begin;
-- Two runs at a time would trip over each other's functions.
select pg_advisory_xact_lock(hashtext('ashlar.postgrest'));
select set_config('ashlar.spec', jsonb_build_object(
  'keysSchema', :'keys_schema',
  'claimsSchema', :'claims_schema',
  'issuer', :'issuer',
  'audience', :'audience',
  'preRequest', nullif(:'pre_request', ''),
  'authenticator', :'authenticator',
  'anonymous', :'anonymous',
  'requestRoles', array[:'anonymous', :'authenticated', :'service'],
  'keys', (:'jwks')::jsonb -> 'keys'
)::text, true);
select set_config('ashlar.changed', 'false', true);

create table if not exists :"keys_schema".keys (
  issuer text not null,
  kid text not null,
  jwk jsonb not null,
  primary key (issuer, kid)
);

do $$
declare
  spec jsonb := current_setting('ashlar.spec');
  keys jsonb := spec -> 'keys';
begin
  if jsonb_typeof(keys) is distinct from 'array'
    or not jsonb_path_exists(keys, '$[*] ? (!exists(@.use) || @.use == "sig")') then
    raise exception 'the key set of issuer % holds no keys, and so nobody could sign in', spec ->> 'issuer';
  end if;
  if exists (select from jsonb_array_elements(keys) k where k ? 'd' or k ? 'k' or k ->> 'kty' = 'oct') then
    raise exception 'the key set of issuer % holds a private key; give its public half', spec ->> 'issuer';
  end if;
end
$$;

-- Keys for encryption sign nothing. One statement: a reader sees either the old keys or the new ones. Keys of an issuer that is trusted no longer go too.
with wanted as (
  select :'issuer' as issuer, coalesce(jwk ->> 'kid', md5(jwk::text)) as kid, jwk
  from jsonb_array_elements((:'jwks')::jsonb -> 'keys') jwk
  where coalesce(jwk ->> 'use', 'sig') = 'sig'
),
gone as (
  delete from :"keys_schema".keys k
  where not exists (select from wanted w where (w.issuer, w.kid) = (k.issuer, k.kid))
  returning 1
),
written as (
  insert into :"keys_schema".keys as k select issuer, kid, jwk from wanted
  on conflict (issuer, kid) do update set jwk = excluded.jwk where k.jwk is distinct from excluded.jwk
  returning 1
)
select set_config('ashlar.changed', 'true', true) from (table gone union all table written) changes limit 1;

do $install$
declare
  spec jsonb := current_setting('ashlar.spec');
  keys_schema text := spec ->> 'keysSchema';
  claims_schema text := spec ->> 'claimsSchema';
  authenticator text[] := array[spec ->> 'authenticator'];
  request_roles text[] := array(select jsonb_array_elements_text(spec -> 'requestRoles'));
  claims text := $f$coalesce(nullif(pg_catalog.current_setting('request.jwt.claims', true), ''), '{}')::pg_catalog.jsonb$f$;
  wanted record;
  caller text;
begin
  for wanted in
    select signature, result, language, volatility, secure, body, callers
    from (values
      -- Called by the server when it starts and after "reload config". It alone may read the table.
      (format('%I.pre_config()', keys_schema), 'void', 'plpgsql', 'volatile', true, authenticator, format($f$
begin
  perform set_config('pgrst.jwt_secret', jsonb_build_object('keys',
    (select coalesce(jsonb_agg(jwk order by issuer, kid), '[]') from %I.keys))::text, true);
  perform set_config('pgrst.jwt_aud', %L, true);
end
$f$, keys_schema, spec ->> 'audience')),

      -- Called before each request, as the request's own role. The server takes a token without an audience, with an
      -- empty list of them or without an end, and knows nothing of issuers. A request without a token has the anonymous
      -- role as its only claim.
      (format('%I.pre_request()', keys_schema), 'void', 'plpgsql', 'volatile', false, request_roles, format($f$
declare
  claims pg_catalog.jsonb := nullif(pg_catalog.current_setting('request.jwt.claims', true), '');
  problem text := case
    when claims is null then 'the request has no claims'
    when claims = pg_catalog.jsonb_build_object('role', %1$L::text) then null
    when not coalesce(pg_catalog.jsonb_typeof(claims -> 'aud') in ('string', 'array') and claims -> 'aud' ? %2$L, false)
      then 'the token is not meant for this audience'
    when claims ->> 'iss' is distinct from %3$L then 'the token''s issuer is not trusted'
    when pg_catalog.jsonb_typeof(claims -> 'exp') is distinct from 'number' then 'the token never expires'
  end;
begin
  if problem is not null then
    raise sqlstate 'PT401' using message = problem, hint = 'use a token of the platform''s issuer';
  end if;
%4$send
$f$, spec ->> 'anonymous', spec ->> 'audience', spec ->> 'issuer',
        (select format(E'  perform %I.%I();\n', split_part(hook, '.', 1), split_part(hook, '.', 2))
           from (values (spec ->> 'preRequest')) asked(hook) where hook is not null))),

      -- For policies: `using (owner = auth.uid())`. Anybody may call them: they tell of the caller's own session alone.
      -- A setting that was set once in a session reads as '' afterwards.
      (format('%I.jwt()', claims_schema), 'jsonb', 'sql', 'stable', false, null, format('select %s', claims)),
      (format('%I.uid()', claims_schema), 'text', 'sql', 'stable', false, null,
        format($f$select nullif(%s ->> 'sub', '')$f$, claims)),
      (format('%I.role()', claims_schema), 'text', 'sql', 'stable', false, null,
        format($f$select nullif(%s ->> 'role', '')$f$, claims))
    ) as f(signature, result, language, volatility, secure, callers, body)
  loop
    if not exists (
      select from pg_proc p join pg_language l on l.oid = p.prolang
      where p.oid = to_regprocedure(wanted.signature) and p.prorettype = wanted.result::regtype
        and l.lanname = wanted.language and p.provolatile = left(wanted.volatility, 1)::"char"
        and p.prosecdef = wanted.secure and p.prosrc = wanted.body
        and p.proconfig is not distinct from case when wanted.secure then array['search_path=pg_catalog, pg_temp'] end
    ) then
      execute format('create or replace function %s returns %s language %s %s %s as %L', wanted.signature, wanted.result,
        wanted.language, wanted.volatility,
        case when wanted.secure then 'security definer set search_path = pg_catalog, pg_temp' else '' end, wanted.body);
      perform set_config('ashlar.changed', 'true', true);
    end if;

    -- PostgreSQL lets everybody call a new function.
    if wanted.callers is not null and exists (
      select from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
      where p.oid = to_regprocedure(wanted.signature) and a.grantee <> p.proowner
        and a.grantee not in (select oid from pg_roles where rolname = any (wanted.callers))
    ) then
      execute format('revoke all on function %s from public%s', wanted.signature, (
        select string_agg(', ' || a.grantee::regrole::text, '')
        from pg_proc p, aclexplode(p.proacl) a
        where p.oid = to_regprocedure(wanted.signature) and a.grantee not in (0, p.proowner)
      ));
    end if;
    foreach caller in array coalesce(wanted.callers, '{}') loop
      if not has_function_privilege(caller, wanted.signature, 'execute') then
        execute format('grant execute on function %s to %I', wanted.signature, caller);
      end if;
    end loop;
  end loop;

  if not exists (
    select from pg_namespace n, aclexplode(n.nspacl) a
    where n.nspname = claims_schema and a.grantee = 0 and a.privilege_type = 'USAGE'
  ) then
    execute format('grant usage on schema %I to public', claims_schema);
  end if;
end
$install$;

\o
select current_setting('ashlar.changed') as changed \gset
\if :changed
  notify pgrst, 'reload config';
\endif
commit;
\if :changed
  \echo 'keys: what the server reads has changed; it was told'
  -- A server that starts at this moment may have read the old state and not listen yet.
  select pg_sleep(1) \g /dev/null
  notify pgrst, 'reload config';
\else
  \echo 'keys: everything is there'
\endif
