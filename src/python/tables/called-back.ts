/** Words of a list. */
const words = (text: string): readonly string[] => text.split(" ");

/** Names of methods that frameworks put together, and those of interfaces that need no base. */
export const CALLED_BACK =
  /^(__\w+__|(on|do|visit|depart|leave|handle|process|test|setup|teardown|pytest|cmd|command|action|before|after|pre|post|open|close|validate|clean|get_queryset|has)(_\w+|[A-Z]\w*)?|main|handler|run|register|save|delete|full_clean|from_db|refresh_from_db|natural_key|get_absolute_url|get_\w+_display|connection_\w+|data_received|datagram_received|error_received|eof_received|\w+_(spider|crawler)|setUp\w*|tearDown\w*)$/;

/** The same of functions at the top of a module, which are told of by their name but for these. */
export const CALLED_AT_TOP =
  /^(__\w+__|(on|do|handle|process_request|pytest|cmd|command|action)(_\w+)?|main|handler|run|register|(create|make|build|get)_(app|application|server)|app_factory|\w+_(spider|crawler)|(setUp|tearDown)\w*|\w*Handler)$/;

/** Names of files in which tools look for whatever functions and classes there are. */
export const LOOKED_INTO =
  /^(__main__|conftest|noxfile|fabfile|locustfile|dodo|hooks?|plugins?|hubconf|handler|lambda_function|function_app|context_processors|gunicorn\w*|hypercorn\w*|celeryconfig|sitecustomize|usercustomize|setup)$/;

/** What a module has at its top for those who load it and look for more in there. */
export const LOADED_FOR: ReadonlySet<string> = new Set(
  words(
    "setup teardown async_setup async_setup_entry setup_platform register unregister upgrade downgrade load_component " +
      "load_component_prefix load_ipython_extension bl_info plugin Plugin",
  ),
);

/** Decorators that only wrap what they are given, and tell nobody of it. */
export const WRAPPERS: ReadonlySet<string> = new Set(
  words(
    "dataclass staticmethod classmethod property setter deleter getter cached_property abstractmethod overload override final wraps " +
      "contextmanager asynccontextmanager lru_cache cache cached atomic sync_to_async async_to_sync database_sync_to_async " +
      "retry on_exception timeout deprecated singledispatch total_ordering runtime_checkable unique",
  ),
);

/** Bases that call no methods but those that Python calls, and those whose names say so. */
export const CLOSED_BASES: ReadonlySet<string> = new Set(
  words(
    "object builtins.object abc.ABC django.db.models.Model django.db.models.base.Model pydantic.BaseModel sqlalchemy.orm.DeclarativeBase " +
      "sqlalchemy.ext.declarative.declarative_base() sqlalchemy.orm.declarative_base() sqlmodel.SQLModel " +
      "typing.Generic typing.NamedTuple enum.Enum",
  ),
);

/** Bases, by how their paths begin, that keep no list of those who derive from them: who uses one speaks of it. */
export const UNLISTED_BASES: readonly string[] = words(
  "threading. discord.ui. django.forms. django.views. django.contrib.admin.filters. django.contrib.admin.SimpleListFilter " +
    "rest_framework.views. rest_framework.viewsets. rest_framework.generics. rest_framework.serializers. rest_framework.permissions. " +
    "aiogram.filters. aiogram.fsm. wtforms. flask_wtf. PyQt5. PyQt6. PySide2. PySide6. tkinter.",
);

/** What renders templates, which call methods of the objects that they are given. */
export const RENDERS: readonly string[] = words(
  "render_template TemplateResponse Jinja2Templates jinja2 render_to_string get_template",
);

/** Methods that do something, by their names: a template shows, and calls none of them. */
export const DOES =
  /^(add|build|clean|cleanup|clear|close|create|delete|disable|enable|execute|export|fetch|flush|handle|import|initialize|insert|load|log|migrate|mark|notify|perform|persist|process|publish|purge|push|read|recalculate|record|refresh|register|reload|remove|reset|restart|restore|run|save|schedule|send|set|setup|start|stop|store|submit|sync|update|upload|write)(_|$)/;

/** Words of what reads members by names that are put together as the program runs, or hands objects to those who do. */
export const READERS: readonly string[] = words(
  "getattr attrgetter methodcaller getmembers dir Fire register_instance register_object",
);

/** What a file speaks of that names modules by a mere word: loaders, programs that it starts, what lists tasks and applications. */
export const NAMES_MODULES =
  /\b(?:import_module|__import__|spec_from_file_location|SourceFileLoader|iter_modules|walk_packages|load_extensions?|load_module|run_path|run_module|autodiscover_tasks|import_string|find_modules|call_command|[Cc]elery|INSTALLED_APPS|MIDDLEWARE|py_modules|hiddenimports|entry_points)\b/;
