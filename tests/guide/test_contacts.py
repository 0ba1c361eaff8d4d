import pytest

from guide.contacts import Contact, read_contact


@pytest.mark.parametrize(
    ("line", "contact"),
    [
        ("Call 0808 2000 247", Contact("Call", "0808 2000 247", "tel:08082000247")),
        ("Text START to 88788", Contact("Text START to", "88788", "sms:88788")),
        ("TTY 800-787-3224", Contact("TTY", "800-787-3224", "tel:8007873224")),
        ("+44 20 7946 0000", Contact("", "+44 20 7946 0000", "tel:+442079460000")),
        ("SMS help to 31531", Contact("SMS help to", "31531", "sms:31531")),
        ("Walk in", Contact("Walk in", "", "")),
    ],
)
def test_line_of_a_helpline_is_read(line: str, contact: Contact) -> None:
    assert read_contact(line) == contact
