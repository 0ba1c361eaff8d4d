"""A plain client: the standard library, no script, no cookie unless signed in."""

import http.client
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Self
from urllib.parse import urlencode

FORM_TYPE = "application/x-www-form-urlencoded"


@dataclass
class Form:
    """Where a form goes, its fields as served, and the boxes that aren't ticked."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[tuple[str, str]] = field(default_factory=list)

    def filled(self, **answers: str) -> list[tuple[str, str]]:
        """As a browser sends it, with ``answers`` typed in."""
        assert answers.keys() <= dict(self.fields).keys(), (answers, self.fields)
        return [(name, answers.get(name, value)) for name, value in self.fields]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[tuple[str, dict[str, str]]] = []
        self.words = ""
        self.is_in_textarea = False

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in pairs}
        name, value = attributes.get("name"), attributes.get("value", "")
        if tag == "form":
            self.forms.append(Form(attributes.get("action", "")))
        elif tag in ("input", "textarea", "select") and name:
            form, kind = self.forms[-1], attributes.get("type")
            self.is_in_textarea = tag == "textarea"
            if kind == "checkbox" and "checked" not in attributes:
                form.boxes.append((name, value))
            elif kind != "submit":
                form.fields.append((name, value))
        elif tag == "option" and "selected" in attributes:
            self._fill(value)
        elif "href" in attributes or "src" in attributes:
            self.links.append((tag, attributes))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.is_in_textarea = False

    def handle_data(self, words: str) -> None:
        self.words += words
        if self.is_in_textarea:
            self._fill(words.removeprefix("\r\n").removeprefix("\n"))

    def _fill(self, value: str) -> None:
        """Give the last field what stands in it."""
        fields = self.forms[-1].fields
        fields[-1] = (fields[-1][0], value)


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def __getitem__(self, name: str) -> str:
        found = [value for key, value in self.headers if key.lower() == name.lower()]
        return ", ".join(found)

    @property
    def text(self) -> str:
        return self.body.decode()

    def _read(self) -> _Reader:
        reader = _Reader()
        reader.feed(self.text)
        return reader

    @property
    def words(self) -> str:
        return self._read().words

    @property
    def links(self) -> list[tuple[str, dict[str, str]]]:
        """Tag and attributes of everything that points somewhere."""
        return self._read().links

    def form(self, action: str = "", field: str = "") -> Form:
        """The one form whose address holds ``action`` and which has ``field``."""
        (found,) = [
            form
            for form in self._read().forms
            if action in form.action and (not field or field in dict(form.fields))
        ]
        return found


class Client:
    """Each request on a connection of its own."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None) -> None:
        self.port = port
        self.cookies = cookies

    def signed_in(self, name: str, password: str) -> Self:
        """A client that keeps cookies, after the admin's own log-in form."""
        client = type(self)(self.port, cookies={})
        form = client.get("/admin/login/?next=/admin/").form(field="password")
        answer = client.post(form.action, form.filled(username=name, password=password))
        assert answer.status == 302, answer.words
        return client

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, b"", headers)

    def post(self, path: str, fields: Iterable[tuple[str, str]]) -> Answer:
        body = urlencode(list(fields)).encode()
        return self.ask("POST", path, body, {"Content-Type": FORM_TYPE})

    def ask(
        self, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> Answer:
        """OSError or HTTPException where no whole answer comes."""
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            pairs = (f"{name}={value}" for name, value in self.cookies.items())
            headers["Cookie"] = "; ".join(pairs)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            answer = Answer(response.status, response.getheaders(), response.read())
        finally:
            connection.close()
        self._keep_cookies(answer)
        return answer

    def _keep_cookies(self, answer: Answer) -> None:
        if self.cookies is None:
            return
        for name, value in answer.headers:
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
