#!/bin/bash
# Starts Kong without a database, and has it read its files anew when they change: renewed certificates, a new authority.
# The declarative file is made of parts that have different readers: routes for everybody, keys for Kong alone, and the
# authority that upstreams are checked against, which nobody knows before the platform runs.
set -euo pipefail

assemble() {
  {
    cat "$ASHLAR_ROUTES" "$ASHLAR_CREDENTIALS"
    # An entity holds one certificate, so the first of the file: the authority that signs now.
    printf 'ca_certificates:\n- id: "%s"\n  cert: |\n' "$ASHLAR_CA_ID"
    sed -n '/-----BEGIN CERTIFICATE-----/,/-----END CERTIFICATE-----/{s/^/    /;p};/-----END CERTIFICATE-----/q' "$ASHLAR_CA"
  } >"$KONG_DECLARATIVE_CONFIG.new"
  mv "$KONG_DECLARATIVE_CONFIG.new" "$KONG_DECLARATIVE_CONFIG"
}

state() { cat $ASHLAR_WATCHED | cksum; }

watch() {
  local seen now
  seen=$1
  while sleep 30; do
    # A file that is being replaced is read again in the next round.
    now=$(state) || continue
    if [ "$now" != "$seen" ] && assemble && kong reload -p "$KONG_PREFIX"; then
      echo "certificates have changed; Kong has read them"
      seen=$now
    fi
  done
}

umask 077
assemble
seen=$(state)
kong prepare -p "$KONG_PREFIX"
watch "$seen" &
exec "$ASHLAR_NGINX" -p "$KONG_PREFIX" -c nginx.conf
