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

/** Readers of settings that are made with what they may be asked for, each by its name as a pair of type and default. */
export const DECLARING_READERS: ApiSet = apis("environ.{Env,FileAwareEnv}()");

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

/**
 * Functions whose result is made of one thing that they are given, and secret only if that is: digests, encodings, keys.
 * By the place of that thing.
 */
export const MADE_OF: readonly (readonly [ApiSet, number])[] = [
  [
    apis(
      "hashlib.{sha1,sha224,sha256,sha384,sha512,sha3_256,sha3_512,blake2b,blake2s,md5,scrypt}",
      "base64.{b64encode,urlsafe_b64encode,standard_b64encode,b64decode,urlsafe_b64decode,standard_b64decode,b32encode,b32decode,b16encode,b16decode}",
      "binascii.{hexlify,unhexlify}",
      "{bytes,bytearray,bytes.fromhex}",
      "cryptography.hazmat.primitives.kdf.pbkdf2.PBKDF2HMAC().derive",
      "cryptography.hazmat.primitives.kdf.hkdf.HKDF().derive",
      "cryptography.hazmat.primitives.kdf.scrypt.Scrypt().derive",
      "{authlib.jose,joserfc.jwk}.OctKey.import_key",
    ),
    0,
  ],
  [apis("hashlib.{pbkdf2_hmac,new}"), 1],
];
