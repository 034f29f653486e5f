"""Alembic runs this file for every command; `bot.store.upgrade` hands in the connection."""

from alembic import context

from bot.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
context.run_migrations()
