-- An extension that the component switched on, and that is off now. This comes before every other change: pgAudit's
-- triggers fail without their library, on every statement that changes the structure, also on the one that removes them.
do $$
declare
  unwanted record;
begin
  if to_regclass('ashlar.extension') is null then return; end if;
  set local session_replication_role = replica;
  for unwanted in
    select e.name from ashlar.extension e
    where not exists (
      select from jsonb_array_elements(current_setting('ashlar.spec')::jsonb -> 'databases') d,
        jsonb_array_elements(d -> 'switched') s
      where d ->> 'name' = current_database() and s ->> 'name' = e.name
    )
  loop
    execute format('drop extension if exists %I', unwanted.name);
    delete from ashlar.extension e where e.name = unwanted.name;
  end loop;
  set local session_replication_role = origin;
end
$$;

-- The rights that were given here. `kind` is that of the declaration; "existing" ones were given once, when they were
-- first declared, so that what people take from a single table afterwards stays taken.
create table if not exists ashlar.granted (
  kind text not null,
  schema text not null,
  creator text not null,
  grantee text not null,
  privilege text not null,
  primary key (kind, schema, creator, grantee, privilege)
);
create table if not exists ashlar.extension (name text primary key);

select set_config('ashlar.database', e::text, false)
  from jsonb_array_elements(:'spec'::jsonb -> 'databases') e
  where e ->> 'name' = current_database();

-- Schemas.
do $$
declare
  wanted record;
begin
  if exists (
    select from pg_namespace n, aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
    where n.nspname = 'public' and a.grantee = 0 and a.privilege_type = 'CREATE'
  ) then
    revoke create on schema public from public;
  end if;
  for wanted in
    select * from jsonb_to_recordset(current_setting('ashlar.database')::jsonb -> 'schemas') as s(name text, owner text)
  loop
    if to_regnamespace(quote_ident(wanted.name)) is null then
      execute format('create schema %I authorization %I', wanted.name, wanted.owner);
    elsif wanted.owner is not null
      and (select nspowner from pg_namespace where nspname = wanted.name) <> quote_ident(wanted.owner)::regrole
    then
      execute format('alter schema %I owner to %I', wanted.name, wanted.owner);
    end if;
  end loop;
end
$$;

-- Extensions: those that the component itself switches on, and those that are declared. An extension's script runs as the
-- superuser and looks for names in the schema it goes to and in those of the extensions it needs. Where other people's
-- functions lie there, it could run them. So an extension that can be moved is made in the superuser's own schema.
do $$
declare
  wanted record;
  place text;
  stranger record;
begin
  for wanted in
    select * from jsonb_to_recordset(current_setting('ashlar.database')::jsonb -> 'switched') as s(name text, schema text)
    where not exists (select from pg_extension where extname = s.name)
  loop
    execute format('create extension %I schema %I', wanted.name, wanted.schema);
    insert into ashlar.extension values (wanted.name) on conflict do nothing;
  end loop;
  for wanted in
    select x.name, x.schema, coalesce(v.relocatable, false) as movable, v.schema as fixed, v.requires
    from jsonb_to_recordset(current_setting('ashlar.database')::jsonb -> 'extensions') as x(name text, schema text)
    left join pg_available_extensions a on a.name = x.name
    left join pg_available_extension_versions v on v.name = a.name and v.version = a.default_version
    where not exists (select from pg_extension where extname = x.name)
    order by x.name collate "C"
  loop
    place := coalesce(wanted.schema, wanted.fixed, 'public');
    select o.kind, o.owner::regrole as owner, n.nspname as schema into stranger
    from pg_namespace n
    join (
      select 'functions' as kind, pronamespace as namespace, proowner as owner from pg_proc
      union all
      select 'operators', oprnamespace, oprowner from pg_operator
    ) o on o.namespace = n.oid and o.owner <> 'postgres'::regrole
    where (n.nspname = place and not wanted.movable)
      or n.oid in (select extnamespace from pg_extension where extname = any (wanted.requires))
    limit 1;
    if found then
      raise exception 'extension % cannot be created: its script could run % of role % in schema % as the superuser; move them to another schema',
        wanted.name, stranger.kind, stranger.owner, stranger.schema;
    end if;
    if wanted.movable then
      execute format('create extension %I schema ashlar', wanted.name);
      execute format('alter extension %I set schema %I', wanted.name, place);
    elsif wanted.schema is null and wanted.fixed is not null then
      -- It makes its schema itself.
      execute format('create extension %I', wanted.name);
    else
      execute format('create extension %I schema %I', wanted.name, place);
    end if;
  end loop;
end
$$;

-- Rights.
create function pg_temp.has(acl aclitem[], role regrole, privilege text) returns boolean
language sql stable as $$
  select exists (
    select from aclexplode(acl) a where a.grantee = role::oid and a.privilege_type = upper(privilege)
  )
$$;

create temporary view wanted as
  select w.kind, coalesce(w.schema, '') as schema, coalesce(w.creator, '') as creator, w."to" as grantee, w.privilege
  from jsonb_to_recordset(current_setting('ashlar.database')::jsonb -> 'grants')
    as w(kind text, schema text, creator text, "to" text, privilege text);

do $$
declare
  right_ ashlar.granted;
  objects text;
begin
  -- Back first: a right that moved from one declaration to another must be there at the end.
  for right_ in
    select * from ashlar.granted g
    where not exists (select from pg_temp.wanted w where (w.kind, w.schema, w.creator, w.grantee, w.privilege)
                        = (g.kind, g.schema, g.creator, g.grantee, g.privilege))
  loop
    objects := split_part(right_.kind, ' ', 2);
    if to_regrole(quote_ident(right_.grantee)) is null
      or (right_.schema <> '' and to_regnamespace(quote_ident(right_.schema)) is null)
      or (right_.creator <> '' and to_regrole(quote_ident(right_.creator)) is null)
    then
      null; -- gone with its role or its schema
    elsif right_.kind = 'database' then
      execute format('revoke %s on database %I from %I', right_.privilege, current_database(), right_.grantee);
    elsif right_.kind = 'schema' then
      execute format('revoke %s on schema %I from %I', right_.privilege, right_.schema, right_.grantee);
    elsif right_.kind like 'existing %' then
      execute format('revoke %s on all %s in schema %I from %I', right_.privilege, objects, right_.schema,
        right_.grantee);
    else
      execute format('alter default privileges for role %I in schema %I revoke %s on %s from %I', right_.creator,
        right_.schema, right_.privilege, objects, right_.grantee);
    end if;
    delete from ashlar.granted g where g = right_;
  end loop;

  for right_ in select * from pg_temp.wanted loop
    objects := split_part(right_.kind, ' ', 2);
    if right_.schema <> '' and to_regnamespace(quote_ident(right_.schema)) is null then
      raise exception 'a right of role % is declared on schema % of database %, which does not exist; declare the schema',
        right_.grantee, right_.schema, current_database();
    end if;
    if right_.kind = 'database' then
      if not pg_temp.has((select coalesce(datacl, acldefault('d', datdba)) from pg_database
          where datname = current_database()), quote_ident(right_.grantee)::regrole, right_.privilege) then
        execute format('grant %s on database %I to %I', right_.privilege, current_database(), right_.grantee);
      end if;
    elsif right_.kind = 'schema' then
      if not pg_temp.has((select coalesce(nspacl, acldefault('n', nspowner)) from pg_namespace
          where nspname = right_.schema), quote_ident(right_.grantee)::regrole, right_.privilege) then
        execute format('grant %s on schema %I to %I', right_.privilege, right_.schema, right_.grantee);
      end if;
    elsif right_.kind like 'existing %' then
      if not exists (select from ashlar.granted g where g = right_) then
        execute format('grant %s on all %s in schema %I to %I', right_.privilege, objects, right_.schema,
          right_.grantee);
      end if;
    elsif not pg_temp.has((select defaclacl from pg_default_acl
        where defaclrole = quote_ident(right_.creator)::regrole
          and defaclnamespace = quote_ident(right_.schema)::regnamespace
          and defaclobjtype = case objects when 'tables' then 'r' when 'sequences' then 'S' else 'f' end::"char"),
        quote_ident(right_.grantee)::regrole, right_.privilege) then
      execute format('alter default privileges for role %I in schema %I grant %s on %s to %I', right_.creator,
        right_.schema, right_.privilege, objects, right_.grantee);
    end if;
    insert into ashlar.granted values (right_.*) on conflict do nothing;
  end loop;
end
$$;

-- Messages on changes of the structure. A trigger's name is made of what it says, so one that is there is right.
do $$
declare
  message record;
  event record;
begin
  for event in
    select evtname, evtfoid::regprocedure as body from pg_event_trigger t
    where evtname like 'ashlar\_notify\_%'
      and not exists (
        select from jsonb_to_recordset(current_setting('ashlar.database')::jsonb -> 'notifications') as n(id text)
        where t.evtname in ('ashlar_notify_' || n.id, 'ashlar_notify_' || n.id || '_drop')
      )
  loop
    execute format('drop event trigger %I', event.evtname);
    -- Two triggers share a function.
    if not exists (select from pg_event_trigger where evtfoid = event.body::oid) then
      execute format('drop function %s', event.body);
    end if;
  end loop;

  for message in
    select * from jsonb_to_recordset(current_setting('ashlar.database')::jsonb -> 'notifications')
      as n(id text, channel text, payload text)
    where not exists (select from pg_event_trigger where evtname = 'ashlar_notify_' || n.id || '_drop')
  loop
    execute format(
      $f$
        create or replace function ashlar.%I() returns event_trigger language plpgsql set search_path = pg_catalog as $body$
        begin
          -- Temporary objects are nobody else's business.
          if tg_event = 'sql_drop' then
            if exists (select from pg_event_trigger_dropped_objects() where not is_temporary) then
              perform pg_notify(%L, %L);
            end if;
          elsif exists (select from pg_event_trigger_ddl_commands() where schema_name is distinct from 'pg_temp') then
            perform pg_notify(%L, %L);
          end if;
        end
        $body$
      $f$, 'notify_' || message.id, message.channel, message.payload, message.channel, message.payload);
    if not exists (select from pg_event_trigger where evtname = 'ashlar_notify_' || message.id) then
      execute format('create event trigger %I on ddl_command_end execute function ashlar.%I()',
        'ashlar_notify_' || message.id, 'notify_' || message.id);
    end if;
    execute format('create event trigger %I on sql_drop execute function ashlar.%I()',
      'ashlar_notify_' || message.id || '_drop', 'notify_' || message.id);
  end loop;
end
$$;
commit;
