"""Comments as people write them, without anybody having written them. Pure."""

from random import Random

NAMES = "Wren Jay Robin Finch Sparrow Heron Linnet Plover Swift Teal".split()
SENTENCES = (
    "This week I will put my phone away when we eat.",
    "I asked how the day was and listened to the end of the answer.",
    "It went badly at first, and then a little less badly.",
    "We walked to the river and back without talking about money.",
    "I am not sure that anything has changed yet.",
    "Thank you for writing this down so plainly.",
    "My small step is to say good morning first.",
    "We laughed about the burnt soup, which we had not done in months.",
    "I wrote a list of what I am grateful for and kept it to myself.",
    "Tomorrow I will try again, a little earlier in the evening.",
    "He noticed, I think, although he did not say so.",
    "Reading this at night helped me more than I can explain.",
)


def name(random: Random) -> str:
    return random.choice(NAMES)


def comment(random: Random, number: int) -> str:
    """One to eight plain sentences and their ``number``, so that no two are alike."""
    chosen = random.choices(SENTENCES, k=random.randint(1, 8))
    return " ".join([*chosen, f"That was step {number}."])


def html(words: str) -> str:
    """What ``comments.text.render`` makes of these sentences, in no time."""
    return f"<p>{words}</p>"
