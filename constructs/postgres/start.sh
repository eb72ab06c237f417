#!/bin/bash
# The first program of a PostgreSQL container: makes the data folder when there is none, then runs the server and looks
# after it. Arguments are those of `postgres`. Environment:
#   PGDATA               the data folder
#   ASHLAR_VOLUME        where the volume that holds it is mounted
#   ASHLAR_INITDB        more arguments of initdb, none of which has a space in it
#   ASHLAR_CERTIFICATES  files whose change is a reason to reload, parted by spaces
#   ASHLAR_WATCH         seconds between two looks at them, 60 unless set
set -euo pipefail
umask 077

say() { printf 'start: %s\n' "$*" >&2; }

refuse() {
  say "$*"
  say 'nothing was changed'
  exit 78
}

[[ $(postgres --version) =~ \)\ ([0-9]+) ]] || refuse 'cannot tell the version of this image'
major=${BASH_REMATCH[1]}
cure='set the version back, or move the data first: pg_dumpall from the old version into a new server, or pg_upgrade'

# A data folder of another version, or at another version's place, must never be passed over for an empty new one.
check_version() {
  local file found
  if [[ -f $PGDATA/PG_VERSION ]]; then
    found=$(<"$PGDATA/PG_VERSION")
    [[ $found == "$major" ]] || refuse "$PGDATA holds data of PostgreSQL $found, and this image is PostgreSQL $major; $cure"
    return
  fi
  for file in "$ASHLAR_VOLUME"/PG_VERSION "$ASHLAR_VOLUME"/*/PG_VERSION "$ASHLAR_VOLUME"/*/*/PG_VERSION; do
    [[ -f $file && $file != "$PGDATA.new/"* ]] || continue
    found=$(<"$file")
    if [[ $found == "$major" ]]; then
      refuse "the volume's data of PostgreSQL $found is in ${file%/PG_VERSION}, and is looked for in $PGDATA; move it there"
    fi
    refuse "${file%/PG_VERSION} holds data of PostgreSQL $found, and this image is PostgreSQL $major; $cure"
  done
}

# Made under another name and renamed when complete: a crash in between leaves nothing that looks like a database.
initialise() {
  local parent=${PGDATA%/*} new=$PGDATA.new
  if [[ -d $PGDATA && -n $(ls -A "$PGDATA") ]]; then
    refuse "$PGDATA is not empty, and holds no database; empty it, or mount another volume"
  fi
  rm -rf -- "$new"
  mkdir -p -- "$parent"
  # Nobody logs in by a password that initdb could set: the superuser has the socket, others their certificates. The
  # arguments of ASHLAR_INITDB are meant to be split.
  # shellcheck disable=SC2086
  initdb --pgdata="$new" --username=postgres --auth-local=peer --auth-host=reject \
    --encoding=UTF8 --data-checksums --no-instructions ${ASHLAR_INITDB:-}
  mv -T -- "$new" "$PGDATA"
  sync -- "$parent"
}

# This shell stays in front of the server, as process 1, for three reasons: container runtimes stop with SIGTERM, which
# PostgreSQL takes as "wait until every client has left", so that it would be killed instead; renewed certificates are
# read on SIGHUP alone, and nothing else in the container could send it; and process 1 has to reap what others leave.
server=
stopping=
stop() {
  stopping=yes
  if [[ -n $server ]]; then kill -INT "$server" 2>/dev/null || true; fi # fast: ends sessions, writes a checkpoint
}
reload() { if [[ -n $server ]]; then kill -HUP "$server" 2>/dev/null || true; fi; }
trap stop TERM INT
trap reload HUP

fingerprint() {
  # shellcheck disable=SC2086
  cksum ${ASHLAR_CERTIFICATES:-/dev/null} 2>/dev/null || true
}

check_version
[[ -f $PGDATA/PG_VERSION ]] || initialise
# A volume that is handed over with group rights (Kubernetes' fsGroup does that) would keep the server from starting.
chmod 0700 -- "$PGDATA"
if [[ -n $stopping ]]; then exit 0; fi

seen=$(fingerprint)
postgres -D "$PGDATA" "$@" &
server=$!
if [[ -n $stopping ]]; then stop; fi

while :; do
  sleep "${ASHLAR_WATCH:-60}" &
  pause=$!
  ended=
  status=0
  wait -n -p ended "$server" "$pause" || status=$?
  if [[ ${ended:-} == "$server" ]]; then
    kill "$pause" 2>/dev/null || true
    exit "$status"
  elif [[ ${ended:-} == "$pause" ]]; then
    now=$(fingerprint)
    if [[ $now != "$seen" ]]; then
      say 'certificates have changed; the server reads them again'
      seen=$now
      reload
    fi
  else # a signal came in between
    kill "$pause" 2>/dev/null || true
    wait "$pause" 2>/dev/null || true
  fi
done
