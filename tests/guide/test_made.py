from guide import made


def test_the_same_content_is_made_once() -> None:
    calls: list[int] = []

    def make() -> bytes:
        calls.append(1)
        return b"file"

    assert [made.once(make, "test", 1), made.once(make, "test", 1)] == [b"file"] * 2
    assert made.once(make, "test", "1") == b"file"
    assert len(calls) == 2
