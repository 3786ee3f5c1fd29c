"""The llama architecture, small: RMS norm, rotary positions, SwiGLU, tied embeddings. Written for training only."""

import torch
from torch import nn
from torch.nn import functional as F

WIDTH, LAYERS, HEADS, HIDDEN = 160, 4, 5, 448
HEAD = WIDTH // HEADS
ROPE_BASE, EPSILON = 10_000.0, 1e-5


def rotations(length):
    """cos and sin of position times frequency: two arrays [length, HEAD / 2]."""
    frequencies = ROPE_BASE ** (-torch.arange(0, HEAD, 2).float() / HEAD)
    angles = torch.outer(torch.arange(length).float(), frequencies)
    return angles.cos(), angles.sin()


def rotate(x, cos, sin):
    """Turn each neighbouring pair (2i, 2i+1), as llama.cpp does here. x: [batch, heads, time, HEAD]."""
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack((even * cos - odd * sin, even * sin + odd * cos), dim=-1).flatten(-2)


class Norm(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(WIDTH))

    def forward(self, x):
        return F.rms_norm(x, (WIDTH,), self.weight, EPSILON)


class Block(nn.Module):
    """Attention, then the gated feed-forward layer; names are those of the GGUF tensors."""

    def __init__(self):
        super().__init__()
        self.attn_norm, self.ffn_norm = Norm(), Norm()
        self.attn_q, self.attn_k, self.attn_v, self.attn_output = (
            nn.Linear(WIDTH, WIDTH, bias=False) for _ in range(4))
        self.ffn_gate, self.ffn_up = (nn.Linear(WIDTH, HIDDEN, bias=False) for _ in range(2))
        self.ffn_down = nn.Linear(HIDDEN, WIDTH, bias=False)

    def attend(self, x, cos, sin):
        batch, time, _ = x.shape
        q, k, v = (part(x).view(batch, time, HEADS, HEAD).transpose(1, 2)
                   for part in (self.attn_q, self.attn_k, self.attn_v))
        mixed = F.scaled_dot_product_attention(rotate(q, cos, sin), rotate(k, cos, sin), v, is_causal=True)
        return self.attn_output(mixed.transpose(1, 2).reshape(batch, time, WIDTH))

    def forward(self, x, cos, sin):
        x = x + self.attend(self.attn_norm(x), cos, sin)
        y = self.ffn_norm(x)
        return x + self.ffn_down(F.silu(self.ffn_gate(y)) * self.ffn_up(y))


class Network(nn.Module):
    def __init__(self, vocabulary, length):
        super().__init__()
        self.token_embd = nn.Embedding(vocabulary, WIDTH)
        self.blk = nn.ModuleList(Block() for _ in range(LAYERS))
        self.output_norm = Norm()
        self.cos, self.sin = rotations(length)
        for name, weight in self.named_parameters():
            if weight.dim() == 2:
                shrink = (2 * LAYERS) ** -0.5 if name.endswith(("attn_output.weight", "ffn_down.weight")) else 1.0
                nn.init.normal_(weight, std=0.05 * shrink)

    def forward(self, tokens):
        """Scores of every next token. tokens: [batch, time]; result: [batch, time, vocabulary]."""
        x = self.token_embd(tokens)
        cos, sin = self.cos[:tokens.shape[1]], self.sin[:tokens.shape[1]]
        for block in self.blk:
            x = block(x, cos, sin)
        return F.linear(self.output_norm(x), self.token_embd.weight)
