-- The ledger of what was made here, so that nothing else is ever taken away. Only the superuser can see or change it.
create table if not exists ashlar.role (
  name text primary key,
  -- Not the name alone: a role that people dropped and made again is theirs.
  id oid not null,
  created boolean not null,
  password boolean not null default false,
  settings text[] not null default '{}'
);
create table if not exists ashlar.membership (
  role text not null,
  member text not null,
  primary key (role, member)
);

-- Roles and what they may do.
do $$
declare
  wanted record;
  existing pg_roles;
  mark ashlar.role;
  setting record;
begin
  for wanted in
    select * from jsonb_to_recordset(current_setting('ashlar.spec')::jsonb -> 'roles') as r(
      name text, login boolean, inherit boolean, "bypassRls" boolean, "createRole" boolean, "createDatabase" boolean,
      replication boolean, "connectionLimit" integer, settings jsonb
    )
  loop
    select * into existing from pg_roles where rolname = wanted.name;
    if existing.oid is null then
      execute format('create role %I', wanted.name);
      select * into existing from pg_roles where rolname = wanted.name;
      insert into ashlar.role (name, id, created) values (wanted.name, existing.oid, true)
        on conflict (name) do update set id = excluded.id, created = true, password = false, settings = '{}';
    else
      insert into ashlar.role (name, id, created) values (wanted.name, existing.oid, false)
        on conflict (name) do update set id = excluded.id, created = false, password = false, settings = '{}'
        where role.id <> excluded.id;
    end if;

    if (existing.rolcanlogin, existing.rolinherit, existing.rolbypassrls, existing.rolcreaterole,
        existing.rolcreatedb, existing.rolreplication, existing.rolconnlimit, existing.rolsuper)
      is distinct from (wanted.login, wanted.inherit, wanted."bypassRls", wanted."createRole",
        wanted."createDatabase", wanted.replication, wanted."connectionLimit", false)
    then
      execute format('alter role %I nosuperuser %s %s %s %s %s %s connection limit %s', wanted.name,
        case when wanted.login then 'login' else 'nologin' end,
        case when wanted.inherit then 'inherit' else 'noinherit' end,
        case when wanted."bypassRls" then 'bypassrls' else 'nobypassrls' end,
        case when wanted."createRole" then 'createrole' else 'nocreaterole' end,
        case when wanted."createDatabase" then 'createdb' else 'nocreatedb' end,
        case when wanted.replication then 'replication' else 'noreplication' end,
        wanted."connectionLimit");
    end if;

    select * into mark from ashlar.role where name = wanted.name;
    for setting in select key, value from jsonb_each(wanted.settings) loop
      -- A list has one literal for each of its elements: as one literal it would be one odd element.
      execute format('alter role %I set %s to %s', wanted.name,
        (select string_agg(quote_ident(part), '.') from unnest(string_to_array(setting.key, '.')) part),
        (select string_agg(quote_literal(element), ', ')
           from jsonb_array_elements_text(
             case jsonb_typeof(setting.value) when 'array' then setting.value else jsonb_build_array(setting.value) end
           ) element));
    end loop;
    for setting in select name from unnest(mark.settings) as s(name) where not wanted.settings ? name loop
      execute format('alter role %I reset %s', wanted.name,
        (select string_agg(quote_ident(part), '.') from unnest(string_to_array(setting.name, '.')) part));
    end loop;
    update ashlar.role set settings = array(select jsonb_object_keys(wanted.settings) order by 1)
      where name = wanted.name
        and role.settings is distinct from array(select jsonb_object_keys(wanted.settings) order by 1);
  end loop;
end
$$;

-- Who is a member of what.
do $$
declare
  wanted record;
begin
  for wanted in
    select m.role, m.member from ashlar.membership m
    where not exists (
      select from jsonb_to_recordset(current_setting('ashlar.spec')::jsonb -> 'memberships') as w(role text, member text)
      where w.role = m.role and w.member = m.member
    )
  loop
    if exists (select from pg_auth_members where roleid = to_regrole(quote_ident(wanted.role))
                 and member = to_regrole(quote_ident(wanted.member))) then
      execute format('revoke %I from %I', wanted.role, wanted.member);
    end if;
    delete from ashlar.membership m where m.role = wanted.role and m.member = wanted.member;
  end loop;

  for wanted in
    select * from jsonb_to_recordset(current_setting('ashlar.spec')::jsonb -> 'memberships')
      as w(role text, member text, inherit boolean)
  loop
    if to_regrole(quote_ident(wanted.role)) is null then
      raise exception 'role % is to be a member of %, which does not exist', wanted.member, wanted.role;
    end if;
    -- Whether rights are inherited belongs to the membership, and stays as it was when the role's own setting changes.
    if not exists (
      select from pg_auth_members
      where roleid = to_regrole(quote_ident(wanted.role)) and member = to_regrole(quote_ident(wanted.member))
        and inherit_option = wanted.inherit and set_option
    ) then
      execute format('grant %I to %I with inherit %s, set true', wanted.role, wanted.member, wanted.inherit::text);
    end if;
    insert into ashlar.membership (role, member) values (wanted.role, wanted.member) on conflict do nothing;
  end loop;
end
$$;
commit;
\o

-- CREATE DATABASE runs in no transaction, so psql runs what these queries return.
select format('create database %I owner %I encoding %L template template0', d.name, d.owner, 'UTF8')
  from jsonb_to_recordset(:'spec'::jsonb -> 'databases') as d(name text, owner text)
  where not exists (select from pg_database where datname = d.name) \gexec
select format('alter database %I owner to %I', d.name, d.owner)
  from jsonb_to_recordset(:'spec'::jsonb -> 'databases') as d(name text, owner text)
  join pg_database p on p.datname = d.name
  where p.datdba <> quote_ident(d.owner)::regrole \gexec
select format('alter database %I connection limit %s', d.name, d."connectionLimit")
  from jsonb_to_recordset(:'spec'::jsonb -> 'databases') as d(name text, "connectionLimit" integer)
  join pg_database p on p.datname = d.name
  where p.datconnlimit <> d."connectionLimit" \gexec
-- PostgreSQL lets everybody connect to a new database.
select format('revoke connect on database %I from public', p.datname)
  from pg_database p
  where (p.datname in ('postgres', 'template1')
      or p.datname in (select d->>'name' from jsonb_array_elements(:'spec'::jsonb -> 'databases') d))
    and exists (
      select from aclexplode(coalesce(p.datacl, acldefault('d', p.datdba))) a
      where a.grantee = 0 and a.privilege_type = 'CONNECT'
    ) \gexec
