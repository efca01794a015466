import { apis, type ApiSet } from "./api.js";

/** Functions that build whatever objects the bytes they are given ask for; the bytes or the file come first. */
export const UNPICKLERS: ApiSet = apis(
  "{pickle,cPickle,_pickle,dill,cloudpickle,marshal}.{load,loads}",
  "pickle5.{load,loads}",
  "jsonpickle.{decode,loads}",
  "joblib.load",
  "torch.load",
  "numpy.load",
  "pandas.read_pickle",
  "yaml.{load,load_all,unsafe_load,unsafe_load_all}",
);

/** Unpickler objects; `load` takes the bytes from the file that the constructor was given. */
export const UNPICKLER_OBJECTS: ApiSet = apis("{pickle,cPickle,_pickle,dill}.Unpickler().load");

/** Methods that receive and unpickle in one. */
export const UNPICKLING_RECEIVES: ApiSet = apis("{zmq,zmq.asyncio,zmq.green}.Socket().recv_pyobj");

/** Unpicklers that open a file when they are given its name. */
export const OPENS_PATHS: ApiSet = apis("{joblib,torch,numpy}.load", "pandas.read_pickle");

/** Loaders of YAML that make only plain data. */
export const SAFE_YAML_LOADERS = /(^|\.)(C?SafeLoader|C?BaseLoader|C?FullLoader)$/;
