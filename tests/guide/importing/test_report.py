from guide.importing.report import NAMED, Outcome, Report


def test_report_is_a_table_with_reasons_beneath() -> None:
    report = Report()
    report.add("posts", Outcome.CREATED, 12)
    report.skip("posts", "changed here", "A walk")
    report.note("A short code")
    report.note("A short code")
    assert str(report).splitlines() == [
        "       created  updated  unchanged  skipped",
        "posts       12        0          0        1",
        "",
        "Skipped:",
        "  posts, 1: changed here (“A walk”)",
        "",
        "To know:",
        "  A short code (× 2)",
    ]


def test_of_many_some_are_named() -> None:
    report = Report()
    for number in range(NAMED + 2):
        report.skip("posts", "gone", str(number))
    assert report.reasons == ["posts, 7: gone (“0”, “1”, “2”, “3”, “4” and 2 more)"]


def test_nothing_is_no_line() -> None:
    report = Report()
    report.add("posts", Outcome.CREATED, 0)
    assert report.rows == [] and not report.changed_anything()
