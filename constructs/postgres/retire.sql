-- Roles that were made here and are not declared any more. Run last, in the database `postgres`, when every database has
-- taken its rights from them.
\set spec `cat "$ASHLAR_SPEC"`
\o /dev/null
select set_config('ashlar.spec', :'spec', false);
begin;
select pg_advisory_xact_lock(hashtext('ashlar.provision'));
do $$
declare
  mark ashlar.role;
begin
  for mark in
    select * from ashlar.role r
    where not exists (
      select from jsonb_array_elements(current_setting('ashlar.spec')::jsonb -> 'roles') w where w ->> 'name' = r.name
    )
  loop
    if not exists (select from pg_authid where oid = mark.id and rolname = mark.name) then
      delete from ashlar.role where name = mark.name;
    elsif mark.created then
      if exists (select from pg_authid where oid = mark.id and (rolcanlogin or rolpassword is not null)) then
        execute format('alter role %I nologin password null', mark.name);
      end if;
      begin
        execute format('drop role %I', mark.name);
        delete from ashlar.role where name = mark.name;
      exception when dependent_objects_still_exist then
        -- It owns something, or somebody gave it a right: data is nobody's to throw away.
        raise warning 'role % is not declared any more; it can no longer log in, and is kept because it still owns or may use something', mark.name;
      end;
    else
      if mark.password then execute format('alter role %I password null', mark.name); end if;
      delete from ashlar.role where name = mark.name;
    end if;
  end loop;

  -- A declared role whose password was set here and is not declared any more.
  for mark in
    select r.* from ashlar.role r
    where r.password and not exists (
      select from jsonb_array_elements(current_setting('ashlar.spec')::jsonb -> 'passwords') w where w ->> 'role' = r.name
    )
    and exists (select from pg_authid where oid = r.id and rolname = r.name)
  loop
    execute format('alter role %I password null', mark.name);
    update ashlar.role set password = false where name = mark.name;
  end loop;
end
$$;
commit;
