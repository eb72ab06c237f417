the text of constructs/postgres/retire.sql
