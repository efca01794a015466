/**
 * Packages whose classes put no names into the bodies of the classes that derive from them: their metaclasses, if they have
 * any, prepare no namespace.
 */
export const PLAIN_BODIES: ReadonlySet<string> = new Set(
  (
    "aiogram aiohttp attr attrs beanie botocore celery channels click discord django django_filters fastapi flask flask_admin " +
    "flask_login flask_restful flask_restx flask_sqlalchemy flask_wtf graphene homeassistant httpx kombu langchain langchain_core " +
    "marshmallow mongoengine ninja odoo paho peewee pydantic pydantic_settings PyQt5 PyQt6 PySide2 PySide6 pytest redis requests " +
    "rest_framework scrapy sqlalchemy sqlmodel starlette strawberry telegram telethon textual tortoise tornado torch twisted " +
    "websockets wtforms zmq"
  ).split(" "),
);
