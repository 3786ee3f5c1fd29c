"""llama.cpp's own HTTP server, inside this process, on loopback, with an API key and without CORS."""

import xllamacpp

SLOTS, SLOT_CONTEXT = 4, 2048


def parameters(options, key):
    """What llama-server's command line would say; every address is loopback, every extra is off."""
    chosen = xllamacpp.CommonParams()
    chosen.model.path = str(options.model)
    chosen.model_alias = {options.name}
    chosen.hostnames, chosen.port = ["127.0.0.1"], options.port
    chosen.api_keys = [key]
    chosen.cors_origins, chosen.cors_credentials = "", False
    chosen.cors_methods, chosen.cors_headers = "", ""
    chosen.ui, chosen.offline = False, True
    chosen.use_jinja = True
    chosen.embedding = True
    chosen.pooling_type = xllamacpp.llama_pooling_type.LLAMA_POOLING_TYPE_MEAN
    chosen.n_parallel, chosen.n_ctx = SLOTS, SLOTS * SLOT_CONTEXT
    chosen.n_batch = chosen.n_ubatch = 512
    chosen.cache_ram_mib = 0
    chosen.cpuparams.n_threads = chosen.cpuparams_batch.n_threads = options.threads
    chosen.n_threads_http = 16
    chosen.sampling.temp = 0.2
    chosen.verbosity = 3 if options.verbose else 1
    return chosen


def start(options, key):
    """Load the model and listen; returns when requests are answered. Dropping the result stops the server."""
    return xllamacpp.Server(parameters(options, key))
