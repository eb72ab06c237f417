#!/bin/bash
# Starts Keycloak with the secrets that it takes from its environment alone. They are read from files here, so that they
# stand in no container's description. Environment:
#   ASHLAR_ADMIN_SECRET_FILE  secret of the client that provisions; Keycloak makes that client at its first start
#   ASHLAR_DB_PASSWORD_FILE   the database's password; unset for a login by certificate
set -euo pipefail

KC_BOOTSTRAP_ADMIN_CLIENT_SECRET=$(<"$ASHLAR_ADMIN_SECRET_FILE")
export KC_BOOTSTRAP_ADMIN_CLIENT_SECRET
if [[ -n ${ASHLAR_DB_PASSWORD_FILE:-} ]]; then
  KC_DB_PASSWORD=$(<"$ASHLAR_DB_PASSWORD_FILE")
  export KC_DB_PASSWORD
fi
exec "$ASHLAR_KEYCLOAK/bin/kc.sh" start
