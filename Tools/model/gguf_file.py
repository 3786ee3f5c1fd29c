"""Writes the trained weights as a GGUF file llama.cpp reads: matrices in q8_0, norms in f32."""

import gguf
from gguf.quants import quantize

import network

CONTEXT = 2048
TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n"
    "{% if message['content'] is string %}{{ message['content'] }}"
    "{% else %}{% for part in message['content'] %}{{ part['text'] }}{% endfor %}{% endif %}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def write(path, model, tokenizer):
    """Write the model and its tokenizer to `path`."""
    writer = gguf.GGUFWriter(path, "llama")
    describe(writer)
    describe_shape(writer, len(tokenizer.tokens))
    describe_tokens(writer, tokenizer)
    for name, weight in model.state_dict().items():
        add_tensor(writer, name, weight.numpy())
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def describe(writer):
    writer.add_name("countersign-tiny")
    writer.add_description("A few hundred sentences' worth of model, to try Countersign with. Not for real questions.")
    writer.add_license("apache-2.0")
    writer.add_languages(["en"])
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)
    writer.add_quantization_version(gguf.GGML_QUANT_VERSION)


def describe_shape(writer, vocabulary):
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(network.WIDTH)
    writer.add_block_count(network.LAYERS)
    writer.add_feed_forward_length(network.HIDDEN)
    writer.add_head_count(network.HEADS)
    writer.add_head_count_kv(network.HEADS)
    writer.add_rope_dimension_count(network.HEAD)
    writer.add_rope_freq_base(network.ROPE_BASE)
    writer.add_layer_norm_rms_eps(network.EPSILON)
    writer.add_vocab_size(vocabulary)


def describe_tokens(writer, tokenizer):
    marks = {tokenizer.start, tokenizer.end}
    types = [gguf.TokenType.CONTROL if number in marks else gguf.TokenType.NORMAL
             for number in range(len(tokenizer.tokens))]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokenizer.tokens)
    writer.add_token_types(types)
    writer.add_token_merges([" ".join(pair) for pair in tokenizer.merges])
    writer.add_bos_token_id(tokenizer.start)
    writer.add_eos_token_id(tokenizer.end)
    writer.add_pad_token_id(tokenizer.end)
    writer.add_add_bos_token(False)
    writer.add_add_space_prefix(False)
    writer.add_chat_template(TEMPLATE)


def add_tensor(writer, name, values):
    if values.ndim == 1:
        writer.add_tensor(name, values)
    else:
        kind = gguf.GGMLQuantizationType.Q8_0
        writer.add_tensor(name, quantize(values, kind), raw_dtype=kind)
