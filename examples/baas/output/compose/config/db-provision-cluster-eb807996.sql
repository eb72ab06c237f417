the text of constructs/postgres/cluster.sql
