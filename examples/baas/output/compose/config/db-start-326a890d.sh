the text of constructs/postgres/start.sh
