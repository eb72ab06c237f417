the text of constructs/postgres/cluster-begin.sql, constructs/postgres/guard.sql, constructs/postgres/cluster.sql
