#!/bin/sh
# Asks for the issuer's keys where they are served, if they are, and has psql install them. JWKS_URL leads through a
# loopback tunnel, which checks who answers.
set -eu

if [ -n "${JWKS_URL:-}" ]; then
  export JWKS_FILE=/tmp/jwks.json
  # A server outside of the platform goes by its own name, not by that of the tunnel's near end.
  wget -q -T 20 -O "$JWKS_FILE" ${JWKS_HOST:+--header "Host: $JWKS_HOST"} "$JWKS_URL"
fi
exec psql --no-psqlrc --quiet --tuples-only --no-align "$@"
