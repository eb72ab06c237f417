the text of constructs/postgrest/install.sh
