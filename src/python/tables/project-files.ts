/** Files in the folder of a distribution, any of which says that it is one. */
export const DISTRIBUTION_FILES: readonly string[] = ["pyproject.toml", "setup.py", "setup.cfg"];

/** Files that lie where a distribution begins, or a program is started. */
export const START_FILES: readonly string[] = [
  ...DISTRIBUTION_FILES,
  "requirements.txt",
  "Pipfile",
  "Dockerfile",
  "manage.py",
];

/** Files that say how a program is built, started and deployed, in the folder of a program or around it. */
export const PROGRAM_FILES: readonly string[] = (
  "pyproject.toml setup.py setup.cfg tox.ini pytest.ini Pipfile package.json Makefile makefile GNUmakefile justfile Justfile Taskfile.yml Taskfile.yaml " +
  "Dockerfile Dockerfile.prod Dockerfile.dev Containerfile docker-compose.yml docker-compose.yaml docker-compose.prod.yml docker-compose.dev.yml " +
  "docker-compose.override.yml compose.yml compose.yaml Procfile supervisord.conf supervisor.conf circus.ini app.yaml app.yml app.json fly.toml " +
  "render.yaml railway.json railway.toml nixpacks.toml vercel.json serverless.yml serverless.yaml template.yaml template.yml " +
  "zappa_settings.json host.json function.json config.yaml config.yml config.json config.toml config.ini settings.yaml settings.yml " +
  "settings.toml settings.json plugins.yaml plugins.json logging.yaml logging.yml logging.json logging.ini logging.conf alembic.ini scrapy.cfg " +
  "mkdocs.yml ecosystem.config.js entrypoint.sh docker-entrypoint.sh start.sh run.sh deploy.sh install.sh setup.sh build.sh start.bat run.bat " +
  "start_all.sh stop.sh restart.sh dev.sh main.spec app.spec environment.yml crontab meson.build action.yml manifest.json"
).split(" ");

/** Those of them that say what runs where the program is deployed. */
export const DEPLOYMENT_FILES: readonly string[] = PROGRAM_FILES.filter((file) =>
  /^(?:Dockerfile|Containerfile|(?:docker-)?compose|Procfile|supervisord?|fly\.|render\.|railway\.|nixpacks\.|(?:docker-)?entrypoint)/.test(
    file,
  ),
);

/** How they start a program of Python: a file, a module, or a server that is told which. */
export const STARTS_PYTHON =
  /\bpython[\d.]*(?:["', \t]{1,9}-\w{1,9}){0,4}["', \t]{1,9}(?:[\w/.-]{1,200}\.py\b|-m["', \t]{1,9}(?!pip|venv|compileall)\w)|\b(?:uvicorn|gunicorn|hypercorn|daphne|celery|streamlit|flask)["', \t]{1,9}[\w-]/;

/** How a distribution says that it installs commands. */
export const INSTALLS_COMMANDS = /\bconsole_scripts\b|^\[project\.scripts\]|^\[tool\.poetry\.scripts\]/m;

/** Words of a distribution that serves somebody, waits for something or is built into what does: by what it needs, or in what it says of itself. */
export const SERVING =
  /\b(fastapi|flask|django|celery|aiogram|discord|telegram|telebot|uvicorn|gunicorn|hypercorn|waitress|apscheduler|schedule|scheduler|scheduled|rq|sanic|quart|litestar|starlette|tornado|twisted|dramatiq|huey|paho-mqtt|kafka|pika|pyzmq|grpcio|slack|daemon|service|microservice|server|agent|bot|worker|monitor|monitoring|exporter|proxy|client|sdk|library|api|backup|sync|watch|home-?assistant)\b/i;

/** What programs that run need, and what others import hardly does: servers, migrations, frameworks of bots. */
export const PROGRAM_NEEDS =
  /["'\s](uvicorn|gunicorn|hypercorn|waitress|alembic|aiogram|python-telegram-bot|pytelegrambotapi|discord\.py|py-cord|nextcord|disnake)\b/i;

/** Files of an application of Django, any of which says that a folder is one. */
export const APPLICATION_FILES: readonly string[] = ["apps.py", "admin.py", "migrations/__init__.py"];
