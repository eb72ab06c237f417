the text of constructs/postgres/password.sql
