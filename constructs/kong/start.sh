#!/bin/bash
# Starts Kong without a database, and has it read its files anew when they change: renewed certificates, a new authority,
# other keys. The declarative file is made of parts that have different readers: routes for everybody, keys and plugins
# with secrets for Kong alone, and the authority that upstreams are checked against, which nobody knows before the platform
# runs.
set -euo pipefail

# Written anew beside the old one, which stays as long as the new one is not whole.
assemble() {
  {
    # An entity holds one certificate, so the first of the file: the authority that signs now.
    cat "$ASHLAR_ROUTES" "$ASHLAR_CREDENTIALS" &&
      printf 'ca_certificates:\n- id: "%s"\n  cert: |\n' "$ASHLAR_CA_ID" &&
      sed -n '/-----BEGIN CERTIFICATE-----/,/-----END CERTIFICATE-----/{s/^/    /;p};/-----END CERTIFICATE-----/q' "$ASHLAR_CA"
  } >"$KONG_DECLARATIVE_CONFIG.new" && mv "$KONG_DECLARATIVE_CONFIG.new" "$KONG_DECLARATIVE_CONFIG"
}

# Certificates and their keys, and the secret part of the declarative file.
state() { cat $ASHLAR_WATCHED | cksum; }

watch() {
  local seen now
  seen=$1
  while sleep 30; do
    now=$(state) || continue
    [ "$now" != "$seen" ] || continue
    # Files are replaced one after the other: what is read twice alike is all there.
    sleep 5
    [ "$(state)" = "$now" ] || continue
    if assemble && kong reload -p "$KONG_PREFIX"; then
      echo "certificates or keys have changed; Kong has been told to read them"
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
