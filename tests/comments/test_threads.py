from comments.models import Comment, Status
from comments.threads import Thread, in_threads


def reply(pk: int, parent: int, status: Status = Status.APPROVED) -> Comment:
    reply = Comment(pk=pk, parent_id=parent)
    reply.parent_status = status
    return reply


def test_replies_stand_beneath_their_comment_in_order() -> None:
    first, second = Comment(pk=1), Comment(pk=2)
    replies = [reply(3, 1), reply(5, 1), reply(4, 2)]
    assert in_threads([first, second], replies) == [
        Thread(1, first, replies[:2]),
        Thread(2, second, replies[2:]),
    ]


def test_erased_comment_keeps_its_place_among_the_others() -> None:
    first, third = Comment(pk=1), Comment(pk=3)
    left = reply(4, 2, Status.WITHDRAWN)
    assert in_threads([first, third], [left])[1] == Thread(2, None, [left])


def test_reply_to_a_comment_that_came_meanwhile_is_no_sign_of_an_erased_one() -> None:
    assert in_threads([], [reply(4, 2)]) == []
