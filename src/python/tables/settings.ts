import { apis, type ApiSet } from "./api.js";

/** Read a variable of the environment, by name and default; without a default the variable may be missing. */
export const OPTIONAL_VARIABLES: ApiSet = apis("os.getenv", "os.environ.{get,pop,setdefault}", "os.environb.get");

/** Read a setting, by name and default; without a default the program does not start when it is missing. */
export const REQUIRED_VARIABLES: ApiSet = apis(
  "decouple.{config,AutoConfig()}",
  "starlette.config.Config()",
  "environ.{Env,FileAwareEnv}()",
  "environ.{Env,FileAwareEnv}().{str,bool,int,list,tuple,json,url}",
  "environs.{Env()}",
  "environs.Env().{str,bool,int,list,json,url}",
);

/** Functions and classes whose result stands for what they are given. */
export const TRANSPARENT: ApiSet = apis(
  "pydantic.{SecretStr,SecretBytes,types.SecretStr}",
  "typing.cast",
  "starlette.datastructures.Secret",
  "copy.{copy,deepcopy}",
);

/** Declare a field of a class with its default. */
export const FIELDS: ApiSet = apis(
  "pydantic.{Field,fields.Field}",
  "dataclasses.field",
  "attr.{ib,attrib}",
  "attrs.field",
);

/** Bases of classes that read each field from the environment when they are made, and raise for one without a default. */
export const SETTINGS_BASES = /^(pydantic|pydantic_settings)(\.\w+)*\.BaseSettings$/;
