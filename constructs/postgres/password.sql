-- Gives one role the password that is in one file, if it does not have it already. Run in the database `postgres` in a
-- session that logs nothing. Variables: role, file.
\set password `cat -- :'file'`
\o /dev/null

-- Whether a SCRAM-SHA-256 verifier is that of a password (RFC 5802, RFC 7677). A new verifier has a new salt, so setting
-- the same password again would be a change in every run.
create function pg_temp.pad(key bytea, value integer) returns bytea
language plpgsql immutable strict as $$
declare
  padded bytea := decode(repeat('00', 64), 'hex');
begin
  if octet_length(key) > 64 then key := sha256(key); end if;
  padded := overlay(padded placing key from 1);
  for i in 0 .. 63 loop padded := set_byte(padded, i, get_byte(padded, i) # value); end loop;
  return padded;
end
$$;

create function pg_temp.is_verifier_of(verifier text, password text) returns boolean
language plpgsql immutable as $$
declare
  parts text[] := regexp_match(verifier, '^SCRAM-SHA-256\$(\d+):([^$]+)\$([^:]+):');
  -- What the server itself does to a password first. Where it would differ, the password is merely set once more.
  key bytea := convert_to(normalize(password, nfkc), 'UTF8');
  inside bytea := pg_temp.pad(key, 54);
  outside bytea := pg_temp.pad(key, 92);
  block bytea;
  sum bit(256);
  salted bytea := '';
begin
  if parts is null then return false; end if;
  block := sha256(outside || sha256(inside || decode(parts[2], 'base64') || '\x00000001'::bytea));
  sum := ('x' || encode(block, 'hex'))::bit(256);
  for i in 2 .. parts[1]::integer loop
    block := sha256(outside || sha256(inside || block));
    sum := sum # ('x' || encode(block, 'hex'))::bit(256);
  end loop;
  for i in 0 .. 7 loop
    salted := salted || decode(lpad(to_hex(substring(sum from i * 32 + 1 for 32)::bit(32)::integer), 8, '0'), 'hex');
  end loop;
  return parts[3] = encode(sha256(sha256(
    pg_temp.pad(salted, 92) || sha256(pg_temp.pad(salted, 54) || convert_to('Client Key', 'UTF8'))
  )), 'base64');
end
$$;

create function pg_temp.set_password(role text, password text) returns void
language plpgsql as $$
begin
  if coalesce(password, '') = '' then
    raise exception 'the password of role % is empty, or its file cannot be read', role;
  end if;
  if not coalesce(pg_temp.is_verifier_of((select rolpassword from pg_authid where rolname = role), password), false) then
    execute format('alter role %I password %L', role, password);
  end if;
  update ashlar.role r set password = true where r.name = role and not r.password;
end
$$;

begin;
select pg_advisory_xact_lock(hashtext('ashlar.provision'));
select pg_temp.set_password(:'role', :'password');
commit;
