"""Questions the tiny model knows, asked in each API's way."""

QUESTION = "What is Countersign?"
KNOWN = "Countersign is"
LONG = "Count to fifty"


def chat(text=QUESTION):
    return [{"role": "user", "content": text}]


def body(text=QUESTION, model="tiny", **more):
    return {"model": model, "messages": chat(text), **more}
