/**
 * Libraries after which a package often calls a module of its own that speaks to them: beside it, `import redis` means the
 * library all the same.
 */
export const WELL_KNOWN: ReadonlySet<string> = new Set(
  (
    "aiohttp aioredis anthropic bcrypt boto3 celery click discord django docker elasticsearch fastapi flask grpc httpx jinja2 jose jwt " +
    "kafka kombu kubernetes minio motor numpy openai pandas paramiko pika prometheus_client psycopg psycopg2 pydantic pymongo pymysql " +
    "pytest redis requests rich sentry_sdk serial slack_sdk sqlalchemy starlette stripe telegram telethon tornado twilio typer urllib3 " +
    "uvicorn websocket websockets yaml zmq"
  ).split(" "),
);
