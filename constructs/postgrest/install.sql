-- What PostgREST needs in its database, made anew at every run: keys in a table, the function that hands them to the
-- server, the check of each request, and the helpers that row-level security policies read claims with.
--
-- Run by the owner of the schemas named in :schema and :claims_schema. Variables: schema, claims_schema, authenticator,
-- anonymous, authenticated, service, audience, issuer, jwks, pre_request.
\set ON_ERROR_STOP on
set client_min_messages = warning;
begin;

set local search_path to :"schema";

create table if not exists keys (
  issuer text not null,
  kid text not null,
  jwk jsonb not null,
  primary key (issuer, kid)
);
comment on table keys is 'Public keys that tokens are verified with, one row a key. Written by the keys job.';

create table if not exists settings (
  name text primary key,
  value text not null
);
comment on table settings is 'What the functions of this schema must know. Written by the keys job.';

-- One statement: a reader sees either the old keys or the new ones.
with wanted as (
  select :'issuer' as issuer, jwk ->> 'kid' as kid, jwk
  from jsonb_array_elements((:'jwks')::jsonb -> 'keys') as jwk
),
gone as (
  delete from keys
  where issuer = :'issuer' and not exists (select from wanted where wanted.kid = keys.kid)
)
insert into keys select issuer, kid, jwk from wanted
on conflict (issuer, kid) do update set jwk = excluded.jwk where keys.jwk is distinct from excluded.jwk;

insert into settings
values ('anonymous', :'anonymous'), ('audience', :'audience'), ('pre_request', :'pre_request')
on conflict (name) do update set value = excluded.value where settings.value is distinct from excluded.value;

-- Called by the server as it starts and after `notify pgrst, 'reload config'`.
create or replace function pre_config() returns void
language plpgsql security definer as $$
begin
  perform set_config(
    'pgrst.jwt_secret',
    jsonb_build_object('keys', coalesce((select jsonb_agg(jwk order by issuer, kid) from keys), '[]'::jsonb))::text,
    true
  );
  perform set_config('pgrst.jwt_aud', (select value from settings where name = 'audience'), true);
end
$$;

-- The server accepts a token without an audience, and knows nothing of issuers. A request without a token has the
-- anonymous role as its only claim.
create or replace function refusal(claims jsonb) returns text
language sql stable security definer as $$
  select case
    when claims is null or claims = jsonb_build_object('role', (select value from settings where name = 'anonymous')) then null
    when not claims ? 'aud' then 'the token names no audience'
    when not exists (select from keys where issuer = claims ->> 'iss') then 'the token''s issuer is not trusted'
    when not claims ? 'exp' then 'the token never expires'
  end
$$;

-- Runs before each request, as the request's own role, which may not read the tables itself.
create or replace function pre_request() returns void
language plpgsql as $$
declare
  reason text := refusal(nullif(current_setting('request.jwt.claims', true), '')::jsonb);
  hook text := hook_name();
begin
  if reason is not null then
    raise sqlstate 'PT401' using message = reason, hint = 'use a token of the platform''s issuer';
  end if;
  if hook <> '' then
    execute 'select ' || hook || '()';
  end if;
end
$$;

-- The function that the platform's owner asked to be called as well; '' when there is none.
create or replace function hook_name() returns text
language sql stable security definer as $$
  select coalesce((select value from settings where name = 'pre_request'), '')
$$;

-- A security-definer function must not find another's objects first.
select format('alter function %I.%s set search_path = %I, pg_temp', :'schema', name, :'schema')
from unnest(array['pre_config()', 'pre_request()', 'refusal(jsonb)', 'hook_name()']) as name \gexec

revoke all on all tables in schema :"schema" from public;
revoke all on all functions in schema :"schema" from public;
grant usage on schema :"schema" to :"authenticator", :"anonymous", :"authenticated", :"service";
grant execute on function pre_config() to :"authenticator";
grant execute on function pre_request(), refusal(jsonb), hook_name() to :"anonymous", :"authenticated", :"service";

-- Claims for policies: `using (owner = auth.uid())`. A setting that was set once in a session reads as '' afterwards.
select format(
  $f$create or replace function %I.jwt() returns jsonb language sql stable
     as $b$ select coalesce(nullif(current_setting('request.jwt.claims', true), ''), '{}')::jsonb $b$$f$,
  :'claims_schema'
) \gexec
select format(
  $f$create or replace function %I.uid() returns text language sql stable
     as $b$ select nullif(coalesce(nullif(current_setting('request.jwt.claims', true), ''), '{}')::jsonb ->> 'sub', '') $b$$f$,
  :'claims_schema'
) \gexec
select format(
  $f$create or replace function %I.role() returns text language sql stable
     as $b$ select coalesce(nullif(current_setting('request.jwt.claims', true), ''), '{}')::jsonb ->> 'role' $b$$f$,
  :'claims_schema'
) \gexec
grant usage on schema :"claims_schema" to :"anonymous", :"authenticated", :"service";
grant execute on all functions in schema :"claims_schema" to :"anonymous", :"authenticated", :"service";

notify pgrst, 'reload config';
commit;
