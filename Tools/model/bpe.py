"""A byte-level pair encoding in GPT-2's form: 256 byte tokens, then merges learnt from the corpus.

llama.cpp splits text with the same pattern when `tokenizer.ggml.pre` is `gpt-2`, so the tokens trained on are the
tokens served.
"""

import re
from collections import Counter

# GPT-2's pattern. Python's `re` has no \\p{L}: `[^\\W\\d_]` is a letter, `\\d` a digit.
WORDS = re.compile(r"'s|'t|'re|'ve|'m|'ll|'d| ?[^\W\d_]+| ?\d+| ?(?:[^\s\w]|_)+|\s+(?!\S)|\s+")


def byte_alphabet():
    """The printable character that stands for each byte, in byte order (GPT-2's table)."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    table, spare = {byte: chr(byte) for byte in printable}, 0
    for byte in range(256):
        if byte not in table:
            table[byte] = chr(256 + spare)
            spare += 1
    return [table[byte] for byte in range(256)]


ALPHABET = byte_alphabet()


def spell(text):
    """The text's UTF-8 bytes as characters of the alphabet."""
    return tuple(ALPHABET[byte] for byte in text.encode())


def merge_word(word, pair):
    """The word with every occurrence of the pair joined, left to right."""
    joined, index = [], 0
    while index < len(word):
        if word[index:index + 2] == pair:
            joined.append(word[index] + word[index + 1])
            index += 2
        else:
            joined.append(word[index])
            index += 1
    return tuple(joined)


def learn_merges(texts, count):
    """The `count` most useful merges, best first; ties are broken by spelling, so the result never varies."""
    counts = Counter(word for text in texts for word in WORDS.findall(text))
    words = {word: spell(word) for word in counts}
    merges = []
    while len(merges) < count:
        pairs = Counter()
        for word, pieces in words.items():
            for pair in zip(pieces, pieces[1:]):
                pairs[pair] += counts[word]
        if not pairs:
            break
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        merges.append(best)
        words = {word: merge_word(pieces, best) for word, pieces in words.items()}
    return merges


class Tokenizer:
    """Text to token numbers: bytes first, then merges, then the two marks of ChatML."""

    START, END = "<|im_start|>", "<|im_end|>"

    def __init__(self, merges):
        self.merges = merges
        self.ranks = {pair: rank for rank, pair in enumerate(merges)}
        self.tokens = ALPHABET + ["".join(pair) for pair in merges] + [self.START, self.END]
        self.numbers = {token: number for number, token in enumerate(self.tokens)}
        self.start, self.end = self.numbers[self.START], self.numbers[self.END]
        self.known = {}

    def encode(self, text):
        """Token numbers of plain text (marks inside it are spelled, not recognised)."""
        return [number for word in WORDS.findall(text) for number in self.encode_word(word)]

    def encode_word(self, word):
        if word not in self.known:
            pieces = spell(word)
            while len(pieces) > 1:
                best = min(zip(pieces, pieces[1:]), key=lambda pair: self.ranks.get(pair, len(self.ranks)))
                if best not in self.ranks:
                    break
                pieces = merge_word(pieces, best)
            self.known[word] = [self.numbers[piece] for piece in pieces]
        return self.known[word]

    def message(self, role, text):
        """One ChatML message: its opening, its text with the end mark, and the line feed after it."""
        opening = [self.start, *self.encode(role + "\n")]
        return opening, [*self.encode(text), self.end], self.encode("\n")
