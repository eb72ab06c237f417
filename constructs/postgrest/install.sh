#!/bin/sh
# Hands install.sql its values. Each arrives through the environment and is quoted by psql itself.
set -eu

exec psql --no-psqlrc --quiet --dbname="$DATABASE_URI" \
  --set=schema="$KEYS_SCHEMA" \
  --set=claims_schema="$CLAIMS_SCHEMA" \
  --set=issuer="$ISSUER" \
  --set=audience="$AUDIENCE" \
  --set=pre_request="$PRE_REQUEST" \
  --set=authenticator="$AUTHENTICATOR_ROLE" \
  --set=anonymous="$ANONYMOUS_ROLE" \
  --set=authenticated="$AUTHENTICATED_ROLE" \
  --set=service="$SERVICE_ROLE" \
  --set=jwks="$(cat "$JWKS_FILE")" \
  --file="$INSTALL_SQL"
