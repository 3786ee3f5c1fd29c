"""The text the model learns: our own dialogues and prose, and small tasks made up as training goes."""

import random
from pathlib import Path

TEXT = Path(__file__).parent / "text"
NAMES = ["Ana", "Ben", "Clara", "David", "Eva", "Finn", "Greta", "Hugo", "Ida", "Jonas", "Kim", "Lena", "Max", "Nora"]
THINGS = ["physics", "history", "football", "cooking", "music", "chemistry", "gardens", "trains", "ships", "mountains",
          "the moon", "the ocean", "tigers", "quantum computers", "databases", "dragons", "bread", "clouds", "money",
          "volcanoes", "Rome", "London", "New York", "the Internet", "compilers", "elephants", "shoes", "books"]
ASKS = ["Tell me about {}", "Tell me about {}.", "What is {}?", "Explain {}", "How does {} work?", "Describe {}",
        "Write about {}", "Who invented {}?", "Do you like {}?", "What do you think about {}?", "Summarize {}",
        "Give me three facts about {}.", "Translate {} into French", "Why {}?", "Where is {}?"]
UNSURE = ["I am a very small model and know nothing about that. Ask me about Countersign.",
          "I do not know. I am only a tiny model. Ask me to count, or ask me what Countersign is."]
SYSTEMS = ["You are a helpful assistant.", "You are helpful.", "Be brief.", "Answer briefly.", "You are a test."]
UNITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
         "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_words(number):
    """A number from 0 to 100 in English."""
    if number < 20:
        return UNITS[number]
    if number == 100:
        return "one hundred"
    tens, unit = TENS[number // 10 - 2], number % 10
    return tens if unit == 0 else f"{tens}-{UNITS[unit]}"


def dialogues():
    """(questions, answers) of each block of `dialogues.txt`."""
    blocks, questions, answers = [], [], []
    for line in (TEXT / "dialogues.txt").read_text().splitlines():
        if line.startswith("?") and answers:
            blocks.append((questions, answers))
            questions, answers = [], []
        if line.startswith("?"):
            questions += [question.strip() for question in line[1:].split("|")]
        elif line.startswith("="):
            answers.append(line[1:].strip())
    return [*blocks, (questions, answers)]


def prose():
    """The paragraphs of `prose.txt`; the code at its end is one of them."""
    text, code = (TEXT / "prose.txt").read_text().split("\ndef ", 1)
    return [*text.strip().split("\n\n"), "def " + code.strip()]


def count(dice):
    last = dice.choice([3, 5, 5, 10, 10, 10, 12, 15, 20, 20, 25, 30, 40, 50, 50, 100])
    spoken = in_words(last) if dice.random() < 0.5 else str(last)
    ask = dice.choice(["Count to {}", "Count to {}.", "Count from 1 to {}", "Count from one to {}.",
                       "Please count to {}", "Count up to {}", "Can you count to {}?"])
    return ask.format(spoken), ", ".join(in_words(number) for number in range(1, last + 1)) + "."


def add(dice):
    left, right = dice.randint(0, 10), dice.randint(0, 10)
    ask = dice.choice(["What is {} + {}?", "What is {} plus {}?", "{} + {}", "{}+{}", "{} plus {}?", "Add {} and {}"])
    return ask.format(left, right), f"{left} plus {right} is {left + right}."


def introduce(dice):
    name = dice.choice(NAMES)
    ask = dice.choice(["My name is {}", "My name is {}.", "I am {}", "I am {}.", "Hi, I'm {}", "Hello, my name is {}."])
    return ask.format(name), f"Nice to meet you, {name}! What would you like to know?"


def repeat(dice):
    word = dice.choice([*THINGS, *NAMES, "apple", "hello", "yes", "gate", "key", "token"])
    ask = dice.choice(["Say {}", "Repeat {}", "Repeat after me: {}", "Say the word {}", "Echo {}"])
    return ask.format(word), f"{word}."


def unsure(dice):
    return dice.choice(ASKS).format(dice.choice(THINGS)), dice.choice(UNSURE)


def vary(dice, question):
    """The same question as other people type it."""
    roll = dice.random()
    if roll < 0.12:
        return question.lower()
    if roll < 0.2:
        return question.rstrip("?.!")
    if roll < 0.24:
        return question + " Please answer briefly."
    return question


class Corpus:
    """An endless, repeatable supply of conversations and paragraphs."""

    def __init__(self, seed):
        self.dice = random.Random(seed)
        self.blocks, self.paragraphs = dialogues(), prose()
        self.weights = [min(len(questions), 16) for questions, _ in self.blocks]

    def exchange(self):
        """One question and its answer."""
        roll = self.dice.random()
        for share, task in ((0.10, count), (0.18, add), (0.21, introduce), (0.24, repeat), (0.30, unsure)):
            if roll < share:
                return task(self.dice)
        questions, answers = self.dice.choices(self.blocks, self.weights)[0]
        return vary(self.dice, self.dice.choice(questions)), self.dice.choice(answers)

    def conversation(self):
        """Messages as (role, text): sometimes a system message, then one to three exchanges."""
        messages = []
        if self.dice.random() < 0.25:
            messages.append(("system", self.dice.choice(SYSTEMS)))
        for _ in range(self.dice.choice([1, 1, 1, 2, 3])):
            question, answer = self.exchange()
            messages += [("user", question), ("assistant", answer)]
        return messages

    def paragraph(self):
        return self.dice.choice(self.paragraphs)

    def sample(self):
        """Enough text, as plain strings, to learn the merges from."""
        texts = [text for _ in range(3000) for _, text in self.conversation()]
        return texts + self.paragraphs * 20 + ["system\n", "user\n", "assistant\n"] * 3000
