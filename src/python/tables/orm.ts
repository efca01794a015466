import { apis, type ApiSet } from "./api.js";

/** A base whose subclasses SQLAlchemy maps to tables. */
interface MappedBase {
  /** What it gives those that derive from it, beside what every class has; undefined when that is too much to list. */
  readonly members?: string;
  /** Whether its constructor takes the names that the class maps, and no others. */
  readonly takesMapped: boolean;
}

const DECLARATIVE: MappedBase = { members: "metadata registry", takesMapped: true };
const FLASK: MappedBase = { members: "metadata registry query query_class", takesMapped: true };
const DATACLASS: MappedBase = { members: "metadata registry", takesMapped: false };
const PYDANTIC: MappedBase = { takesMapped: false };

/** By the path of the class; what only fits together with others, such as a reflection, is left out. */
export const MAPPED_BASES: Readonly<Record<string, MappedBase | undefined>> = {
  "sqlalchemy.orm.DeclarativeBase": DECLARATIVE,
  "sqlalchemy.orm.DeclarativeBaseNoMeta": DECLARATIVE,
  "sqlalchemy.orm.declarative_base()": DECLARATIVE,
  "sqlalchemy.ext.declarative.declarative_base()": DECLARATIVE,
  "sqlalchemy.ext.declarative.api.declarative_base()": DECLARATIVE,
  "sqlalchemy.orm.MappedAsDataclass": DATACLASS,
  "sqlalchemy.ext.asyncio.AsyncAttrs": { members: "awaitable_attrs", takesMapped: true },
  "flask_sqlalchemy.SQLAlchemy().Model": FLASK,
  "sqlmodel.SQLModel": PYDANTIC,
};

/** What has to be in a file for a class in it to be mapped column by column. */
export const COLUMN_WORDS = ["Column", "mapped_column"] as const;

/** What makes a column in the body of a mapped class. */
export const COLUMNS: ApiSet = apis(
  "sqlalchemy.{Column,schema.Column}",
  "sqlalchemy.orm.mapped_column",
  "flask_sqlalchemy.SQLAlchemy().{Column,mapped_column}",
  "sqlmodel.Column",
);

/** Keywords of what makes a base that give it another constructor, other members, or another metaclass. */
export const BASE_CHANGES: ReadonlySet<string> = new Set(["cls", "constructor", "metaclass", "model_class"]);

/** The types of columns whose values can be changed in place, without SQLAlchemy seeing it. */
export const UNTRACKED_TYPES: ApiSet = apis(
  "sqlalchemy.{JSON,PickleType,ARRAY,types.JSON,types.PickleType,types.ARRAY}",
  "sqlalchemy.dialects.postgresql.{JSON,JSONB,ARRAY,HSTORE}",
  "sqlalchemy.dialects.{mysql,sqlite}.JSON",
  "flask_sqlalchemy.SQLAlchemy().{JSON,PickleType,ARRAY}",
  "sqlmodel.{JSON,PickleType,ARRAY}",
);

const words = (list: string): ReadonlySet<string> => new Set(list.split(" "));

/** Methods of a query or a statement that give another one over the same rows. */
export const SAME_ROWS = words(
  "filter filter_by where order_by limit offset options distinct with_for_update populate_existing execution_options " +
    "enable_eagerloads yield_per unique scalars with_hint",
);
/** Methods of a query that give one over the same rows, and bring in another class, to which what follows may belong. */
export const JOINS = words("join outerjoin");
/** Methods of a query, or of what a statement gives, that give one row, or None. */
export const ONE_ROW = words(
  "first one one_or_none get get_or_404 first_or_404 one_or_404 scalar_one scalar_one_or_none",
);
/** Methods of a query, or of what a statement gives, that give a list of rows. */
export const ALL_ROWS = words("all fetchall partitions");

/** Methods that change a list, a dictionary or a set in place. */
export const CHANGES_IN_PLACE = words(
  "append extend insert remove pop popitem clear update setdefault sort reverse add discard",
);
/** Calls after which a database has what was changed. */
export const SAVES = words("commit flush");

/** The types of columns that hold a time, with its zone if they are asked to. */
export const TIME_COLUMNS: ReadonlySet<string> = new Set([
  "sqlalchemy.DateTime",
  "sqlalchemy.types.DateTime",
  "sqlalchemy.TIMESTAMP",
  "sqlalchemy.types.TIMESTAMP",
  "sqlalchemy.dialects.postgresql.TIMESTAMP",
  "flask_sqlalchemy.SQLAlchemy().DateTime",
  "sqlmodel.DateTime",
]);

/** Words for the databases that keep times without their zones, whatever the column says. */
export const ZONELESS_DATABASES = [
  "sqlite",
  "sqlite3",
  "aiosqlite",
  "mysql",
  "pymysql",
  "aiomysql",
  "mariadb",
  "mssql",
];
