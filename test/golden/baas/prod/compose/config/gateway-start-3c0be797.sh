the text of constructs/kong/start.sh
