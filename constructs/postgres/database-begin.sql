-- What one database has: schemas, extensions, rights, notifications. Run in that database.
\set spec `cat "$ASHLAR_SPEC"`
\o /dev/null
select set_config('ashlar.spec', :'spec', false);
begin;
select pg_advisory_xact_lock(hashtext('ashlar.provision'));
