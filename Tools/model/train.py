#!/usr/bin/env python3
"""Trains the tiny model and writes countersign-tiny.gguf beside this script. See README.md."""

import argparse
import json
import math
import time
from itertools import islice
from pathlib import Path

import torch
from torch.nn import functional as F

import gguf_file
from bpe import Tokenizer, learn_merges
from corpus import Corpus
from network import Network

SEED, MERGES, ROWS, LENGTH = 20261121, 1022, 18, 256
RATE, WARM_UP, DECAY, CLIP = 3e-3, 40, 0.1, 1.0
IGNORED = -100


def tokens_of(corpus, tokenizer):
    """Endless (token, learnt?) pairs: only answers, end marks and prose are learnt, never the questions."""
    while True:
        if corpus.dice.random() < 0.08:
            yield from ((number, True) for number in tokenizer.encode(corpus.paragraph()))
            yield tokenizer.end, True
            continue
        for role, text in corpus.conversation():
            opening, body, after = tokenizer.message(role, text)
            yield from ((number, False) for number in opening)
            yield from ((number, role == "assistant") for number in body)
            yield from ((number, False) for number in after)


def batches(corpus, tokenizer):
    """Inputs and targets [ROWS, LENGTH]; every row begins with the beginning of a text."""
    while True:
        rows = [list(islice(tokens_of(corpus, tokenizer), LENGTH + 1)) for _ in range(ROWS)]
        numbers = torch.tensor([[number for number, _ in row] for row in rows])
        learnt = torch.tensor([[flag for _, flag in row] for row in rows])
        yield numbers[:, :-1], numbers[:, 1:].masked_fill(~learnt[:, 1:], IGNORED)


def rate_at(step, steps):
    """Linear warm-up, then a cosine down to a twentieth."""
    if step < WARM_UP:
        return RATE * (step + 1) / WARM_UP
    return RATE * (0.05 + 0.95 * (1 + math.cos(math.pi * (step - WARM_UP) / (steps - WARM_UP))) / 2)


def optimiser(model):
    matrices = [weight for weight in model.parameters() if weight.dim() == 2]
    norms = [weight for weight in model.parameters() if weight.dim() == 1]
    groups = [{"params": matrices, "weight_decay": DECAY}, {"params": norms, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=RATE, betas=(0.9, 0.98))


def train(model, supply, steps):
    """Run the steps; returns the mean loss of the last fifty."""
    descent, losses, began = optimiser(model), [], time.monotonic()
    for step in range(steps):
        inputs, targets = next(supply)
        for group in descent.param_groups:
            group["lr"] = rate_at(step, steps)
        loss = F.cross_entropy(model(inputs).flatten(0, 1), targets.flatten(), ignore_index=IGNORED)
        descent.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
        descent.step()
        losses.append(loss.item())
        if step % 50 == 49:
            seconds = time.monotonic() - began
            print(f"step {step + 1}/{steps}  loss {sum(losses[-50:]) / 50:.3f}  {seconds:.0f} s", flush=True)
    return sum(losses[-50:]) / len(losses[-50:])


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--steps", type=int, default=600)
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--output", type=Path, default=Path(__file__).parent / "countersign-tiny.gguf")
    options = arguments.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(options.threads)
    began = time.monotonic()
    tokenizer = Tokenizer(learn_merges(Corpus(SEED).sample(), MERGES))
    model = Network(len(tokenizer.tokens), LENGTH)
    loss = train(model, batches(Corpus(SEED + 1), tokenizer), options.steps)
    gguf_file.write(options.output, model, tokenizer)
    print(json.dumps({
        "weights": sum(weight.numel() for weight in model.parameters()), "tokens": len(tokenizer.tokens),
        "steps": options.steps, "loss": round(loss, 3), "seconds": round(time.monotonic() - began),
        "bytes": options.output.stat().st_size}))


if __name__ == "__main__":
    main()
