the text of constructs/postgres/database.sql
