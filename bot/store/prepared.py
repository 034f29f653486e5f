"""Statements that run for every message. Those for SQLite are compiled once and run by the driver itself.

SQLAlchemy's own way through a statement it knows costs five to ten times what SQLite takes to answer it.
"""

import json
import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    ClauseElement,
    ColumnElement,
    Connection,
    Dialect,
    Insert,
    Select,
    Text,
    TypeDecorator,
    UpdateBase,
    bindparam,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

Convert = Callable[[Any], Any]
Parameters = Mapping[str, Any]


class Prepared:
    """A statement with named parameters; those of an insert are its columns."""

    def __init__(self, statement: Select[Any] | UpdateBase) -> None:
        self._statement = statement
        self._compiled: dict[tuple[str, ...], _Compiled] = {}

    def rows(self, connection: Connection, **parameters: Any) -> Sequence[Any]:
        """What it returns, as named tuples."""
        if connection.dialect.name != "sqlite":
            return connection.execute(self._statement, parameters).all()
        compiled = self._for(connection, parameters)
        return compiled.results(_execute(connection, compiled.text, compiled.bound(parameters)))

    def value(self, connection: Connection, **parameters: Any) -> Any:
        """The first column of the first row, None if there is none."""
        rows = self.rows(connection, **parameters)
        return rows[0][0] if rows else None

    def run(self, connection: Connection, rows: Sequence[Parameters]) -> None:
        """Runs once for each of `rows`, which all name the same parameters."""
        if not rows:
            return
        if connection.dialect.name != "sqlite":
            connection.execute(self._statement, rows)
            return
        compiled = self._for(connection, rows[0])
        for row in rows:
            _execute(connection, compiled.text, compiled.bound(row))

    def _for(self, connection: Connection, parameters: Parameters) -> "_Compiled":
        columns = tuple(parameters) if isinstance(self._statement, Insert) else ()
        if columns not in self._compiled:
            self._compiled[columns] = _Compiled(self._statement, connection.dialect, columns, parameters)
        return self._compiled[columns]


def execute(connection: Connection, text: str) -> None:
    """Runs a plain statement on SQLite."""
    _execute(connection, text, ())


def _execute(connection: Connection, text: str, values: Sequence[Any]) -> Sequence[Any]:
    """What it returns. Errors are those of SQLAlchemy, without the values."""
    driver: Any = connection.connection.driver_connection
    try:
        rows: Sequence[Any] = driver.execute(text, values).fetchall()
    except sqlite3.Error as error:
        raise DBAPIError.instance(text, None, error, sqlite3.Error, hide_parameters=True) from error
    return rows


class _Compiled:
    """A statement as the driver takes it, and how values go in and come out."""

    def __init__(
        self, statement: ClauseElement, dialect: Dialect, columns: Sequence[str], parameters: Parameters
    ) -> None:
        """`parameters` are some that the statement may be given."""
        compiled = statement.compile(dialect=dialect, column_keys=columns or None)
        assert isinstance(compiled, SQLCompiler)
        written = compiled.construct_expanded_state(dict(parameters))
        types = {name: bind.type for name, bind in compiled.binds.items()}
        self.text = written.statement
        self._parameters = [
            (name, written.parameters[name], _inward(types.get(name), dialect)) for name in written.positiontup or ()
        ]
        found = getattr(statement, "exported_columns", ())
        self._outward = [_outward(column.type, dialect) for column in found]
        names = [column.key for column in found]
        self._row: Callable[[Iterable[Any]], Any] = namedtuple("Row", names, rename=True)._make  # type: ignore[attr-defined]

    def bound(self, given: Parameters) -> tuple[Any, ...]:
        """The values in the order of the question marks."""
        return tuple(
            convert(given.get(name, fixed)) if convert else given.get(name, fixed)
            for name, fixed, convert in self._parameters
        )

    def results(self, rows: Sequence[Sequence[Any]]) -> Sequence[Any]:
        """The rows with values as Python has them."""
        if any(self._outward):
            rows = [
                [convert(value) if convert else value for convert, value in zip(self._outward, row, strict=True)]
                for row in rows
            ]
        return [self._row(row) for row in rows]


def _inward(type_: TypeEngine[Any] | None, dialect: Dialect) -> Convert | None:
    return type_.dialect_impl(dialect).bind_processor(dialect) if type_ else None


def _outward(type_: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return type_.dialect_impl(dialect).result_processor(dialect, None)


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Whether the column holds one of the values in the parameter `name`, which is one for any number of them."""
    return column.bool_op("IN")(_each(bindparam(name, type_=_Values(column.type))))


class _each(FunctionElement[Any]):  # noqa: N801 - SQLAlchemy's functions are written so
    """The values as rows."""

    inherit_cache = True


class _Values(TypeDecorator[Sequence[Any]]):
    """An array for PostgreSQL, JSON for SQLite."""

    impl = Text
    cache_ok = True

    def __init__(self, item: TypeEngine[Any]) -> None:
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return ARRAY(self.item) if dialect.name == "postgresql" else Text()

    def bind_processor(self, dialect: Dialect) -> Convert:
        return list if dialect.name == "postgresql" else _json


def _json(values: Iterable[Any]) -> str:
    return json.dumps(list(values))


@compiles(_each, "postgresql")
def _unnest(element: _each, compiler: SQLCompiler, **wishes: Any) -> str:
    return f"(SELECT unnest({compiler.process(element.clauses, **wishes)}))"


@compiles(_each, "sqlite")
def _json_each(element: _each, compiler: SQLCompiler, **wishes: Any) -> str:
    return f"(SELECT value FROM json_each({compiler.process(element.clauses, **wishes)}))"
