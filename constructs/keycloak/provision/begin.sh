#!/bin/bash
# Makes a realm of a running Keycloak what the platform declares: its settings, roles, clients, identity providers, and the
# users it begins with. It can run any number of times, the first like every other: it creates what is missing, writes what
# differs, and deletes or takes back what an earlier run made and nobody declares any more. Users, sessions, secrets made at
# run time and whatever else people made by hand are left alone; no other realm is touched. Environment:
#   KCADM              Keycloak's own command; /opt/keycloak/bin/kcadm.sh unless set
#   KEYCLOAK_URL       where the server is, with its path
#   ADMIN_CLIENT       client of the realm master that the first start made; made permanent here, once
#   ADMIN_SECRET_FILE  the file with its secret
#   REALM              the realm
#   LEDGER_ID          id of the client `ashlar` of that realm: disabled, and nothing but the place of the ledger
#   PLAN               what is declared, a line each; a file holds JSON as the admin API takes it:
#     realm <file>
#     role <name> <file>
#     composites <role> <role>,…            realm roles that come with it
#     client <uuid> <client id> <file>
#     service-roles <uuid> <role>,…         realm roles of the client's service account
#     idp <alias> <file>
#     user <name> <file> [<role>,…]         made once; never touched, nor made again, afterwards
#
# The ledger: attribute `ashlar.made` lists what is ours. It is written before anything is made, so a run that was cut off is
# finished by the next. What is there under a declared name without being ours is never taken over: the run says so and
# changes nothing. To hand such a thing over, rename or delete it, or add the entry that the message names to `ashlar.made`.
# Attribute `ashlar.seen` has a keyed digest of each entry, of its file and of what the server then showed: who finds the
# same again need not write. Keycloak shows neither an SMTP password nor an identity provider's secret, so if one of these
# is changed by hand, it stays until something else of its entry differs.
set -efuo pipefail
umask 077

kcadm=${KCADM:-/opt/keycloak/bin/kcadm.sh}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export HOME=$scratch

# Each call starts a Java: one that does not optimise, and after the first finds its classes prepared (15 MB of scratch).
java="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Djava.io.tmpdir=$scratch -Xlog:disable -Xlog:all=off
  -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dsun.stdout.encoding=UTF-8"
archive=$scratch/kcadm.jsa

fail() {
  echo "provision: $1" >&2
  exit 1
}

# The last failure in Keycloak's own words.
words() { sed -e '/^Logging into /d' -e '/^$/d' "$scratch/words" | head -n 5; }

kcadm() { KC_OPTS="$java ${class_data:-}" "$kcadm" "$@" --config "$scratch/kcadm.config" 2>"$scratch/words"; }

# call <what is attempted> <argument>…: the answer is in $answer, and no answer ends the run.
call() {
  local what=$1
  shift
  answer=$(kcadm "$@") || fail "could not $what: $(words)"
}
