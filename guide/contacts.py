"""How a helpline is reached: lines such as “Text START to 88788”. Pure."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Contact:
    """One way to reach a helpline, as in “Text START to 88788”."""

    label: str
    number: str
    href: str


def read_contact(line: str) -> Contact:
    """A line such as “Call 0808 2000 247”: the words, the number, and its link.

    The number is what the line ends with, from its last run of digits, spaces and
    hyphens; a line without one gets no link. Text lines open the messages instead.
    """
    match = re.search(r"\+?\d[\d\s-]*$", line.strip())
    if not match:
        return Contact(line.strip(), "", "")
    label, number = line.strip()[: match.start()].strip(), match.group().strip()
    scheme = "sms" if label.lower().startswith(("text", "sms")) else "tel"
    return Contact(label, number, f"{scheme}:{re.sub(r'[^0-9+]', '', number)}")
