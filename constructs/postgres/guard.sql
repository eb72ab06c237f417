-- Before anything is read: whoever may create a schema here could have made this one, and what lies in it would run with
-- the superuser's rights. It is made at once where it is missing, so that nobody comes in between.
do $$
declare
  keeper oid := (select nspowner from pg_namespace where nspname = 'ashlar');
begin
  if current_user <> 'postgres' then
    raise exception 'provisioning of database % runs as role %, not as the superuser', current_database(), current_user;
  end if;
  if keeper is null then
    create schema ashlar;
    return;
  end if;
  if keeper <> 'postgres'::regrole then
    raise exception 'schema ashlar of database % does not belong to the superuser; rename it', current_database();
  end if;
  if exists (
    select from pg_class where relnamespace = 'ashlar'::regnamespace and relowner <> 'postgres'::regrole
    union all
    select from pg_proc where pronamespace = 'ashlar'::regnamespace and proowner <> 'postgres'::regrole
  ) then
    raise exception 'something in schema ashlar of database % does not belong to the superuser; remove it',
      current_database();
  end if;
end
$$;
