the text of constructs/keycloak/provision.sh
