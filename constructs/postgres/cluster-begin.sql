-- What the whole server has: roles, memberships, databases. Run in the database `postgres`.
\set spec `cat "$ASHLAR_SPEC"`
\o /dev/null
select set_config('ashlar.spec', :'spec', false);
begin;
-- One run at a time; the lock is gone with the transaction.
select pg_advisory_xact_lock(hashtext('ashlar.provision'));
