"""Alembic's entry: it runs the migrations over the engine that the program hands it."""

from alembic import context

from models.finding_tables import metadata

engine = context.config.attributes["engine"]
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_object=lambda thing, name, kind, *_: kind != "table" or name in metadata.tables,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
