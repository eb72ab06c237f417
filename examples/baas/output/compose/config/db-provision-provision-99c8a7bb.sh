the text of constructs/postgres/provision.sh
