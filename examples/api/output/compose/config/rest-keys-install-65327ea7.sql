the text of constructs/postgrest/install.sql
