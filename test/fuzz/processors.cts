// Loaded before the command: it then takes the machine for one with as many processors as it is told, and starts as many threads.
import modules = require("node:module");
import os = require("node:os");

os.availableParallelism = () => Number(process.env.FUZZ_PROCESSORS);
modules.syncBuiltinESMExports();
