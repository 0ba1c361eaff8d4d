from comments.models import Status
from comments.rows import Row
from comments.threads import Reply, Thread, as_replies, in_threads
from tests.make import make_row


def first(
    pk: int, status: Status = Status.APPROVED, left_out: int | None = None
) -> Row:
    return make_row(pk, status=status, first_left_out=left_out)


def reply(
    pk: int,
    parent: int,
    status: Status = Status.APPROVED,
    *,
    thread: int = 1,
    name: str = "Wren",
    parent_status: str = Status.APPROVED,
) -> Row:
    return make_row(
        pk,
        thread_id=thread,
        parent_id=parent,
        status=status,
        parent_name=name,
        parent_status=parent_status,
    )


def test_replies_stand_beneath_their_comment_in_order() -> None:
    one, two = first(1), first(2)
    replies = [reply(3, 1), reply(4, 1), reply(5, 2, thread=2)]
    assert in_threads([one, two], replies) == [
        Thread(1, one, (Reply(3, replies[0]), Reply(4, replies[1]))),
        Thread(2, two, (Reply(5, replies[2]),)),
    ]


def test_erased_comment_keeps_its_place_above_replies() -> None:
    left = reply(4, 1)
    [thread] = in_threads([first(1, Status.WITHDRAWN)], [left])
    assert thread == Thread(1, None, (Reply(4, left),))


def test_erased_comment_without_a_reply_has_no_place() -> None:
    assert in_threads([first(1, Status.WITHDRAWN)], []) == []


def test_thread_says_that_there_are_more() -> None:
    [thread] = in_threads([first(1, left_out=30)], [reply(2, 1)])
    assert thread.has_more


def test_reply_to_a_reply_says_whose_it_answers() -> None:
    second = reply(5, 3, name="Jay")
    assert as_replies([reply(3, 1), second])[1] == Reply(
        5, second, to=3, to_name="Jay", to_is_near=True
    )


def test_reply_to_one_on_an_earlier_page_is_not_near() -> None:
    assert not as_replies([reply(5, 3)])[0].to_is_near


def test_reply_to_one_that_left_the_page_names_nobody() -> None:
    for status in (Status.DECLINED, Status.SPAM, Status.PENDING, Status.WITHDRAWN):
        [found] = as_replies([reply(5, 3, name="Jay", parent_status=status)])
        assert (found.to, found.to_name) == (3, "")


def test_erased_reply_keeps_its_place_before_the_replies_to_it() -> None:
    rows = [reply(3, 1, Status.WITHDRAWN), reply(5, 3, parent_status="withdrawn")]
    assert [found.comment for found in as_replies(rows)] == [None, rows[1]]


def test_erased_reply_that_nobody_answered_has_no_place() -> None:
    assert as_replies([reply(3, 1, Status.WITHDRAWN)]) == ()
