the text of constructs/postgres/database-begin.sql, constructs/postgres/guard.sql, constructs/postgres/database.sql
