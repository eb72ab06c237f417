#!/bin/bash
# Makes a running PostgreSQL server what the platform declares: roles, databases, schemas, extensions, rights, passwords.
# It can run any number of times: it creates what is missing, changes what differs, takes back what it gave and nobody
# declares any more, and leaves alone what it does not know. Environment: libpq's own (PGHOST, PGUSER, …), and
#   ASHLAR_SPEC      what is declared, as JSON
#   ASHLAR_PATIENCE  seconds to wait for the server, 300 unless set
set -euo pipefail

programs=${BASH_SOURCE[0]%/*} # the SQL programs lie beside this one

export PGAPPNAME=ashlar-provision PGCONNECT_TIMEOUT=10 PGCLIENTENCODING=UTF8
# Nothing of a user's schemas is found, neither by accident nor on purpose; what the owner of a database may set for every
# session there (ALTER DATABASE SET) does not hold for this one. Notices of "already there" stay quiet, and a lock that a
# long transaction holds ends the run, which is repeated, instead of queueing everybody behind it.
options='-c search_path=pg_catalog,pg_temp -c role=none -c standard_conforming_strings=on
  -c client_min_messages=warning -c lock_timeout=30s'

# For statements that hold a password: no log, no statistics and no view of activity may keep their text, also not when
# they fail.
secretive='-c log_statement=none -c log_min_error_statement=panic -c log_min_duration_statement=-1
  -c log_min_duration_sample=-1 -c log_transaction_sample_rate=0 -c log_duration=off -c log_error_verbosity=terse
  -c debug_print_parse=off -c debug_print_rewritten=off -c debug_print_plan=off -c track_activities=off
  -c pg_stat_statements.track=none -c pgaudit.log=none'

run() { PGOPTIONS=$options psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 "$@"; }

# The elements of one list of the declaration, a line each.
list() {
  run --dbname=postgres --file=- <<SQL
\\set spec \`cat "\$ASHLAR_SPEC"\`
$1
SQL
}

wait_for_server() {
  local deadline=$((SECONDS + ${ASHLAR_PATIENCE:-300}))
  until pg_isready --quiet --timeout=3; do
    if ((SECONDS >= deadline)); then
      echo "provision: the server did not answer in ${ASHLAR_PATIENCE:-300} seconds" >&2
      exit 75
    fi
    sleep 1
  done
}

wait_for_server
run --dbname=postgres --file="$programs/cluster.sql"

databases=$(list "select e->>'name' from jsonb_array_elements(:'spec'::jsonb->'databases') e")
for database in $databases; do
  run --dbname="$database" --file="$programs/database.sql"
done

passwords=$(list "select e->>'role', e->>'file' from jsonb_array_elements(:'spec'::jsonb->'passwords') e")
while IFS='|' read -r role file; do
  [[ -n $role ]] || continue
  # psql itself reads the file: the password is in no argument and in no environment.
  PGOPTIONS="$options $secretive" psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 \
    --set=VERBOSITY=terse --set=SHOW_CONTEXT=never --set=role="$role" --set=file="$file" \
    --dbname=postgres --file="$programs/password.sql"
done <<<"$passwords"

run --dbname=postgres --file="$programs/retire.sql"
echo 'provision: everything declared is there'
