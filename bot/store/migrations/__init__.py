"""The history of the schema, played forward by `bot.store.upgrade`."""
