"""The database: tables, engine, migrations, one function for each kind of query."""
