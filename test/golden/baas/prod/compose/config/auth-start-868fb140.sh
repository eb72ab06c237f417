the text of constructs/keycloak/start.sh
