"""What Ollama's listings say about the one model served here."""

import hashlib

import ollama_shapes as shapes


class Model:
    """The model's descriptions, all read from the file and from llama.cpp."""

    def __init__(self, options, llama):
        self.name = options.name if ":" in options.name else options.name + ":latest"
        self.short = self.name.removesuffix(":latest")
        self.size = options.model.stat().st_size
        self.digest = hashlib.sha256(options.model.read_bytes()).hexdigest()
        self.modified = shapes.now()
        self.about = llama.ask("GET", "/v1/models")["data"][0]["meta"]
        self.template = llama.ask("GET", "/props").get("chat_template", "")

    def details(self):
        return {"parent_model": "", "format": "gguf", "family": "llama", "families": ["llama"],
                "parameter_size": f"{self.about['n_params'] / 1e6:.2f}M",
                "quantization_level": self.about.get("ftype", "Q8_0")}

    def listing(self):
        return {"name": self.name, "model": self.name, "modified_at": self.modified, "size": self.size,
                "digest": self.digest, "details": self.details()}

    def running(self):
        return {"name": self.name, "model": self.name, "size": self.size, "digest": self.digest,
                "details": self.details(), "expires_at": "2318-01-01T00:00:00Z", "size_vram": 0,
                "context_length": self.about["n_ctx"]}

    def shown(self):
        info = {"general.architecture": "llama", "general.parameter_count": self.about["n_params"],
                "llama.context_length": self.about["n_ctx_train"], "llama.embedding_length": self.about["n_embd"]}
        return {"modelfile": f"FROM {self.short}", "parameters": "", "template": self.template,
                "details": self.details(), "model_info": info, "capabilities": ["completion", "embedding"],
                "modified_at": self.modified}
